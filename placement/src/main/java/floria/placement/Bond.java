package floria.placement;

import java.util.Locale;
import java.util.Set;

import floria.placement.solve.Model.Level;

/** What holds between nodes; {@code why} names it for people, such as {@code policy close}. */
public sealed interface Bond {
    String why();

    Level level();

    Set<String> nodes();

    /** All in one: on one site, in one region, in one zone. */
    record Together(String why, Level level, Set<String> nodes) implements Bond {
        public Together {
            nodes = Set.copyOf(nodes);
        }
    }

    /** No two in one. */
    record Apart(String why, Level level, Set<String> nodes) implements Bond {
        public Apart {
            nodes = Set.copyOf(nodes);
        }
    }

    /** In at least so many different ones. */
    record Spread(String why, Level level, Set<String> nodes, int least) implements Bond {
        public Spread {
            nodes = Set.copyOf(nodes);
        }
    }

    /** In words. */
    default String words() {
        String what = level() == Level.PLACE ? "region" : level().name().toLowerCase(Locale.ROOT);
        String names = String.join(", ", nodes().stream().sorted().toList());
        return switch (this) {
            case Together _ -> why() + " (" + names + " in one " + what + ")";
            case Apart _ -> why() + " (" + names + " each in another " + what + ")";
            case Spread(_, _, _, var least) ->
                    why() + " (" + names + " over " + least + " " + what + "s)";
        };
    }
}
