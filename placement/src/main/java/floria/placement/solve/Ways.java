package floria.placement.solve;

import java.util.ArrayList;
import java.util.List;

import floria.placement.solve.Model.Mode;

/** The ways of having a data set at a place. */
final class Ways {
    private Ways() {}

    /** How long it takes at least until the data can be read. */
    static long least(List<Mode> modes) {
        return modes.stream().mapToLong(Mode::seconds).min().orElse(Goal.ANY);
    }

    /** Those that no other one beats in everything; of equal ones the first. */
    static List<Integer> useful(List<Mode> modes) {
        List<Integer> useful = new ArrayList<>();
        for (int m = 0; m < modes.size(); m++) {
            Mode mode = modes.get(m);
            boolean beaten = false;
            for (int i = 0; i < modes.size() && !beaten; i++) {
                Mode other = modes.get(i);
                boolean noWorse =
                        other.each() <= mode.each()
                                && other.once() <= mode.once()
                                && other.seconds() <= mode.seconds();
                boolean same =
                        other.each() == mode.each()
                                && other.once() == mode.once()
                                && other.seconds() == mode.seconds();
                beaten = i != m && noWorse && (i < m || !same);
            }
            if (!beaten) {
                useful.add(m);
            }
        }
        return useful;
    }
}
