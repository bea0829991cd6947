package floria.tosca.template;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement.Target;
import floria.tosca.problem.Problems;

/** Nothing may be hosted on itself, directly or by others. */
final class Hosting {
    private Hosting() {}

    static void check(Templates templates, Problems problems) {
        Map<String, String> hosts = new HashMap<>();
        for (NodeTemplate node : templates.nodes().values()) {
            host(node).ifPresent(host -> hosts.put(node.name(), host));
        }
        Set<String> done = new HashSet<>();
        for (NodeTemplate node : templates.nodes().values()) {
            Set<String> chain = new LinkedHashSet<>();
            @Nullable String at = node.name();
            while (at != null && !done.contains(at) && chain.add(at)) {
                at = hosts.get(at);
            }
            if (at != null && chain.contains(at)) {
                problems.error(
                        "hosting-cycle",
                        templates.nodes().getOrDefault(at, node).location(),
                        "node '%s' is hosted on itself: %s".formatted(at, ring(chain, at)));
            }
            done.addAll(chain);
        }
    }

    static Optional<String> host(NodeTemplate node) {
        return node.requirementsOf("tosca.relationships.HostedOn").stream()
                .flatMap(requirement -> requirement.target().stream())
                .findFirst()
                .map(Target::node);
    }

    private static String ring(Set<String> chain, String start) {
        return Rings.text(chain.stream().dropWhile(name -> !name.equals(start)).toList());
    }
}
