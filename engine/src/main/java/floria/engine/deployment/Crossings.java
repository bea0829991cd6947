package floria.engine.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import floria.placement.Links;
import floria.placement.Placement;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/**
 * Tells of the links that a placement has cross from one site to another, and by what.
 *
 * @param networks of a site
 */
record Crossings(
        Topology topology, Map<String, Value> inputs, Function<String, Set<String>> networks) {

    Placement told(Placement placement) {
        Links links = new Links(topology, new Evaluator(topology, inputs, Facts.NONE));
        List<String> words = new ArrayList<>();
        for (Links.Open link : links.open()) {
            sites(placement, link.source(), link.target())
                    .map(sites ->
                            words(link.from(), link.to(), sites) + " over its published address")
                    .forEach(words::add);
        }
        for (Links.Private link : links.closed()) {
            sites(placement, link.source(), link.target())
                    .map(sites ->
                            words(link.from(), link.to(), sites) + over(sites, link.networks()))
                    .forEach(words::add);
        }
        return words.isEmpty() ? placement : placement.because(words);
    }

    private record Sites(String from, String to) {}

    private static String words(String from, String to, Sites sites) {
        return from + " on " + sites.from() + " connects to " + to + " on " + sites.to();
    }

    private String over(Sites sites, Set<String> wanted) {
        Set<String> shared = new TreeSet<>(networks.apply(sites.from()));
        shared.retainAll(networks.apply(sites.to()));
        if (!wanted.isEmpty()) {
            shared.retainAll(wanted);
        }
        return " over the network " + String.join(" or ", shared);
    }

    /** Where both are, when that is not one site. */
    private static Stream<Sites> sites(Placement placement, String source, String target) {
        Optional<String> from = site(placement, source);
        Optional<String> to = site(placement, target);
        return from.isPresent() && to.isPresent() && !from.equals(to)
                ? Stream.of(new Sites(from.get(), to.get()))
                : Stream.empty();
    }

    private static Optional<String> site(Placement placement, String node) {
        return placement.of(node).map(Placement.Assignment::site);
    }
}
