package floria.engine.deployment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import floria.tosca.value.Value;

/** What a user wants of a deployment that there is. */
public sealed interface Wish {

    /**
     * Another template, other inputs, or both.
     *
     * @param template empty to keep the present one
     * @param inputs those that change; the others keep their values
     */
    record Update(Optional<Request> template, Map<String, Value> inputs) implements Wish {
        public Update {
            inputs = Map.copyOf(inputs);
        }
    }

    /**
     * Other numbers of instances.
     *
     * @param counts by node
     * @param removal instances, as {@code node.index}, that are to go before others
     */
    record Scale(Map<String, Amount> counts, List<String> removal) implements Wish {
        public Scale {
            counts = Map.copyOf(counts);
            removal = List.copyOf(removal);
        }
    }

    /**
     * A number of instances.
     *
     * @param relative whether {@code number} is added to what was asked for last
     */
    record Amount(int number, boolean relative) {

        int from(int present) {
            return relative ? Math.addExact(present, number) : number;
        }
    }

    /**
     * What an earlier revision was.
     *
     * @param revision empty for the one before the newest
     */
    record Rollback(OptionalInt revision) implements Wish {}

    /** That what is gone or does not work is made again. */
    record Heal() implements Wish {}

    /**
     * That everything is on another site.
     *
     * @param losesData whether what is on volumes may be left behind, and be lost
     */
    record Move(String site, boolean losesData) implements Wish {

        /** With what is on volumes. */
        public Move(String site) {
            this(site, false);
        }
    }
}
