package floria.engine.workflow;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an activity stands: in which step of the workflow, and as which of its activities; within a
 * workflow that runs inline, after the places of the activities that lead there. Written as {@code
 * STEP.ACTIVITY;STEP.ACTIVITY}, in numbers, since names may hold anything.
 */
public record Place(List<Spot> spots) {
    public static final Place START = new Place(List.of());

    /** A step of a workflow, and one of its activities, counted from 0. */
    public record Spot(int step, int activity) {}

    public Place {
        spots = List.copyOf(spots);
    }

    /** The place in what is here. */
    public Place within(int step, int activity) {
        List<Spot> more = new ArrayList<>(spots);
        more.add(new Spot(step, activity));
        return new Place(more);
    }

    /** As it was written by {@link #toString}. */
    public static Place of(String text) {
        List<Spot> spots = new ArrayList<>();
        for (String part : text.split(";")) {
            int dot = part.indexOf('.');
            if (dot > 0) {
                spots.add(
                        new Spot(
                                Integer.parseInt(part.substring(0, dot)),
                                Integer.parseInt(part.substring(dot + 1))));
            }
        }
        return new Place(spots);
    }

    @Override
    public String toString() {
        return String.join(
                ";", spots.stream().map(spot -> spot.step() + "." + spot.activity()).toList());
    }
}
