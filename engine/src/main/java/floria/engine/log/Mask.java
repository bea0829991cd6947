package floria.engine.log;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import floria.engine.state.Instance;
import floria.engine.state.Revision;
import floria.tosca.value.Value;

/** Blots out the secrets of one deployment wherever their text appears. */
public final class Mask {
    public static final String BLOT = "***";

    /** Shorter ones would blot out half of every line, and are no secrets. */
    private static final int SHORTEST = 4;

    private final List<String> secrets;

    private Mask(Collection<String> secrets) {
        // Longest first, so that a secret that contains another one goes whole.
        this.secrets =
                secrets.stream()
                        .filter(secret -> secret.length() >= SHORTEST)
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    /** Knows the secrets among a revision's inputs and its instances' values. */
    public static Mask of(Revision revision, Collection<Instance> instances) {
        List<String> secrets = new java.util.ArrayList<>();
        revision.inputs().values().forEach(value -> collect(value, secrets));
        for (Instance instance : instances) {
            instance.generated().values().forEach(value -> collect(value, secrets));
            instance.attributes().values().forEach(value -> collect(value, secrets));
        }
        return new Mask(secrets);
    }

    private static void collect(Value value, List<String> into) {
        switch (value) {
            case Value.Secret(var hidden) -> into.add(hidden.asText());
            case Value.Items(var items) -> items.forEach(item -> collect(item, into));
            case Value.Entries(var entries) ->
                    entries.values().forEach(entry -> collect(entry, into));
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _ -> {}
        }
    }

    public String apply(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, BLOT);
        }
        return masked;
    }
}
