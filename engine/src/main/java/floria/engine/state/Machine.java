package floria.engine.state;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A state machine as a table: every change of state that there may be, with what causes it. A store
 * refuses a write that would change a state otherwise; to write the same state again is no change.
 *
 * @param name of what has the states
 * @param first the state of what is new
 */
public record Machine<S extends Enum<S>>(
        String name, Class<S> states, S first, List<Transition<S>> transitions) {

    /** A change of state. */
    public record Transition<S extends Enum<S>>(S from, S to, String cause) {}

    public Machine {
        transitions = List.copyOf(transitions);
    }

    /** A table without lines. */
    static <S extends Enum<S>> Machine<S> of(String name, Class<S> states, S first) {
        return new Machine<>(name, states, first, List.of());
    }

    /** The same table with lines for the change of each of {@code froms} to {@code to}. */
    Machine<S> with(Set<S> froms, S to, String cause) {
        List<Transition<S>> more = new ArrayList<>(transitions);
        froms.stream()
                .filter(from -> from != to)
                .sorted()
                .forEach(from -> more.add(new Transition<>(from, to, cause)));
        return new Machine<>(name, states, first, more);
    }

    /** Whether what is in {@code from} may be written as being in {@code to}. */
    public boolean allows(S from, S to) {
        return before(to).contains(from);
    }

    /** The states from which {@code to} may be written, itself included. */
    public Set<S> before(S to) {
        Set<S> before = EnumSet.of(to);
        transitions.stream()
                .filter(line -> line.to() == to)
                .forEach(line -> before.add(line.from()));
        return before;
    }
}
