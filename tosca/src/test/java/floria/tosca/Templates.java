package floria.tosca;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import floria.tosca.model.Topology;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

/** Templates that stand in tests as text. */
final class Templates {

    private Templates() {}

    static Source source(String path, String text) {
        return new Source("file:" + path, text.getBytes(StandardCharsets.UTF_8));
    }

    static Reading read(String text) {
        return Tosca.read(source("template.yaml", text), Bundle.of(Map.of()));
    }

    static Topology valid(String text) {
        Reading reading = read(text);
        assertThat(reading.problems()).filteredOn(problem -> problem.isError()).isEmpty();
        return reading.topology().orElseThrow();
    }
}
