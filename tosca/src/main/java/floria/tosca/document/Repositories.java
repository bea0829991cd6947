package floria.tosca.document;

import java.util.HashMap;
import java.util.Map;

import floria.tosca.problem.Problems;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Names for the places that files come from (TOSCA 1.3 §3.6.6). */
final class Repositories {

    private Repositories() {}

    static Map<String, String> of(Mapping root) {
        Map<String, String> addresses = new HashMap<>();
        if (root.get("repositories").orElse(null) instanceof Mapping repositories) {
            for (Mapping.Entry entry : repositories.entries()) {
                // One without an address was reported, and is known by its name.
                addresses.put(
                        entry.name(),
                        switch (entry.value()) {
                            case Node.Scalar url -> url.text();
                            case Mapping body
                                    when body.get("url").orElse(null) instanceof Node.Scalar url ->
                                    url.text();
                            case Mapping _, Node.Sequence _ -> "";
                        });
            }
        }
        return addresses;
    }

    /** In 2.0 a name means one thing, wherever it comes from (§6.9). */
    static void sameName(ServiceFile file, ServiceFile imported, Problems problems) {
        if (file.root().get("repositories").orElse(null) instanceof Mapping own
                && imported.root().get("repositories").orElse(null) instanceof Mapping others) {
            for (Mapping.Entry entry : own.entries()) {
                others.entry(entry.name())
                        .ifPresent(other ->
                                problems.error(
                                                "duplicate-name",
                                                entry.at(),
                                                "an imported file has a repository '%s' too"
                                                        .formatted(entry.name()))
                                        .hint("give the import a 'namespace'")
                                        .related(other.at(), "the other one is here"));
            }
        }
    }
}
