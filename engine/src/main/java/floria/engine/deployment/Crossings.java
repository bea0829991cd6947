package floria.engine.deployment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import floria.placement.Links;
import floria.placement.Placement;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/** Tells of the links that a placement has cross from one site to another. */
record Crossings(Topology topology, Map<String, Value> inputs) {

    Placement told(Placement placement) {
        List<String> words =
                new Links(topology, new Evaluator(topology, inputs, Facts.NONE))
                        .open().stream().flatMap(link -> words(link, placement)).toList();
        return words.isEmpty() ? placement : placement.because(words);
    }

    private static Stream<String> words(Links.Open link, Placement placement) {
        Optional<String> from = site(placement, link.source());
        Optional<String> to = site(placement, link.target());
        return from.isPresent() && to.isPresent() && !from.equals(to)
                ? Stream.of(
                        link.from()
                                + " on "
                                + from.get()
                                + " connects to "
                                + link.to()
                                + " on "
                                + to.get()
                                + " over its published address")
                : Stream.empty();
    }

    private static Optional<String> site(Placement placement, String node) {
        return placement.of(node).map(Placement.Assignment::site);
    }
}
