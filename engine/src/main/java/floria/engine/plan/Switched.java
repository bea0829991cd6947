package floria.engine.plan;

import java.util.LinkedHashMap;
import java.util.Map;

import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.engine.state.Step;

/**
 * What becomes of one instance when a deployment that moves is switched to its new site.
 *
 * @param part what it is
 * @param generation of its resource, as it was prepared
 */
public record Switched(Part part, int generation, String site, String offer) {

    /** What makes a difference. */
    public enum Part {
        /** Is nothing yet where it moves to. */
        SOFTWARE,
        /** Is made, and nothing was done with it. */
        MACHINE,
        /** Has what it had. */
        VOLUME
    }

    /** What a step of {@link Kinds#SWITCH} switches, by the ids of the instances. */
    public static Map<String, Switched> of(Step step) {
        Map<String, Switched> all = new LinkedHashMap<>();
        step.detail()
                .forEach((key, value) -> {
                    if (key.startsWith(Kinds.SWITCHED)) {
                        all.put(key.substring(Kinds.SWITCHED.length()), parse(value));
                    }
                });
        return all;
    }

    private static Switched parse(String text) {
        String[] words = text.split("\t", -1);
        return new Switched(Part.valueOf(words[0]), Integer.parseInt(words[1]), words[2], words[3]);
    }

    /** As a step keeps it. */
    String word() {
        return part + "\t" + generation + "\t" + site + "\t" + offer;
    }

    /** The instance as it is then. */
    public Instance of(Instance old) {
        return switch (part) {
            case SOFTWARE -> old.in(State.INITIAL);
            case MACHINE -> old.renewed(generation, site, offer).in(State.CREATING);
            case VOLUME -> old.renewed(generation, site, offer).in(State.STARTED);
        };
    }
}
