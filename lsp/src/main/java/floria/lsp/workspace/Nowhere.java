package floria.lsp.workspace;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

import floria.tosca.source.Source;

/**
 * There are no files but those that the editor opens, as {@code draft:/PATH}. An editor that is not
 * on this machine gets here: whatever address it names, nothing is read for it.
 */
final class Nowhere implements Place {
    private static final String SCHEME = "draft:/";

    @Override
    public void add(String uri) {
        // It is on another machine.
    }

    @Override
    public void remove(String uri) {
        // It was never added.
    }

    @Override
    public String normal(String uri) {
        return uri;
    }

    @Override
    public boolean holds(String address) {
        return address.startsWith(SCHEME);
    }

    @Override
    public Optional<String> beside(String base, String reference) {
        if (!holds(base) || reference.startsWith("/") || reference.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI path = new URI(null, null, reference, null);
            String address = URI.create(base).resolve(path).normalize().toString();
            return Optional.of(address)
                    .filter(this::holds)
                    .filter(found -> !found.startsWith(SCHEME + ".."));
        } catch (URISyntaxException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Source> read(String address) {
        return Optional.empty();
    }

    @Override
    public List<String> near(String address) {
        return List.of();
    }

    @Override
    public List<String> templates() {
        return List.of();
    }
}
