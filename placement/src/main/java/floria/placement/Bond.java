package floria.placement;

import java.util.List;
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

    /**
     * All on one site, or on sites that are on one network.
     *
     * @param networks that will do; any when empty
     */
    record Linked(String why, Set<String> nodes, Set<String> networks) implements Bond {
        public Linked {
            nodes = Set.copyOf(nodes);
            networks = Set.copyOf(networks);
        }

        @Override
        public Level level() {
            return Level.NETWORK;
        }

        /** Those of a site's networks that will do, in order. */
        public List<String> of(Set<String> others) {
            return others.stream()
                    .filter(name -> networks.isEmpty() || networks.contains(name))
                    .sorted()
                    .toList();
        }
    }

    /** In words. */
    default String words() {
        String what = level() == Level.PLACE ? "region" : level().name().toLowerCase(Locale.ROOT);
        String names = String.join(", ", nodes().stream().sorted().toList());
        return switch (this) {
            case Together _ -> why() + " (" + names + " in one " + what + ")";
            case Apart _ -> why() + " (" + names + " each in another " + what + ")";
            case Linked(_, _, var networks) ->
                    why()
                            + " ("
                            + names
                            + " on one site, or on sites that are both on "
                            + (networks.isEmpty()
                                    ? "one network"
                                    : "the network "
                                            + String.join(
                                                    " or ", networks.stream().sorted().toList()))
                            + ")";
            case Spread(_, _, _, var least) ->
                    why() + " (" + names + " over " + least + " " + what + "s)";
        };
    }
}
