package floria.tosca;

import java.util.List;
import java.util.Map;

import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.value.Value;

/** The TOSCA processor. Stateless and safe for use by many threads. */
public final class Tosca {

    private Tosca() {}

    /**
     * Reads a service template and everything that it imports. Bad input ends in problems, never in
     * an exception.
     */
    public static Reading read(Source template, Sources sources) {
        return new Reading(java.util.Optional.empty(), List.of(), List.of(template));
    }

    /**
     * Takes the inputs that a person gave, as text or as values, to values of the declared types;
     * checks constraints, fills defaults in. Secret inputs come out as {@link Value.Secret}.
     */
    public static Inputs inputs(Topology topology, Map<String, Value> given) {
        return new Inputs(given, List.of());
    }

    /** Inputs that may be used when there are no problems. */
    public record Inputs(Map<String, Value> values, List<Problem> problems) {}
}
