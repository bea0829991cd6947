package floria.tosca.types;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import floria.tosca.model.PropertyDefinition;

/**
 * Fields of a data type that are read on first use, so that types may contain each other. Unchanged
 * from then on.
 */
final class LazyFields extends AbstractMap<String, PropertyDefinition> {
    private final Map<String, PropertyDefinition> fields = new LinkedHashMap<>();
    private @Nullable Consumer<Map<String, PropertyDefinition>> reader;

    LazyFields(Consumer<Map<String, PropertyDefinition>> reader) {
        this.reader = reader;
    }

    @Override
    public Set<Entry<String, PropertyDefinition>> entrySet() {
        return java.util.Collections.unmodifiableSet(read().entrySet());
    }

    @Override
    public @Nullable PropertyDefinition get(@Nullable Object key) {
        return read().get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return read().containsKey(key);
    }

    private Map<String, PropertyDefinition> read() {
        Consumer<Map<String, PropertyDefinition>> once = reader;
        if (once != null) {
            reader = null;
            once.accept(fields);
        }
        return fields;
    }
}
