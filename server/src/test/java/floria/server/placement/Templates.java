package floria.server.placement;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import floria.placement.Demands;
import floria.placement.Links;
import floria.profiles.Profiles;
import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.Topology;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

/** Templates as placement reads them. */
final class Templates {
    private Templates() {}

    static Topology topology(String text) {
        Reading reading =
                Tosca.read(
                        new Source("file:t.yaml", text.getBytes(StandardCharsets.UTF_8)),
                        new Profiles());
        assertThat(reading.problems().stream().filter(problem -> problem.isError())).isEmpty();
        return reading.topology().orElseThrow();
    }

    static Demands demands(String text) {
        Topology topology = topology(text);
        return new Demands(topology, new Evaluator(topology, Map.of(), Facts.NONE));
    }

    static Links links(String text) {
        Topology topology = topology(text);
        return new Links(topology, new Evaluator(topology, Map.of(), Facts.NONE));
    }
}
