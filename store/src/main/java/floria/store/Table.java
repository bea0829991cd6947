package floria.store;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Machine;
import floria.engine.state.Machines;
import floria.engine.state.Run;
import floria.engine.state.Step;

/**
 * A table whose rows have states, which change only as their machine says. That is a condition of
 * each update, so that it costs no statement of its own.
 */
final class Table<S extends Enum<S>> {
    static final Table<Deployment.Status> DEPLOYMENT = new Table<>(Machines.DEPLOYMENT, "status");
    static final Table<Run.Status> RUN = new Table<>(Machines.RUN, "status");
    static final Table<Step.State> STEP = new Table<>(Machines.STEP, "state");
    static final Table<Instance.State> INSTANCE = new Table<>(Machines.INSTANCE, "state");

    private final Machine<S> machine;
    private final Map<S, String> conditions;

    private Table(Machine<S> machine, String column) {
        this.machine = machine;
        conditions = new EnumMap<>(machine.states());
        for (S to : machine.states().getEnumConstants()) {
            conditions.put(
                    to,
                    machine.before(to).stream()
                            .map(from -> "'" + from + "'")
                            .collect(Collectors.joining(", ", " " + column + " in (", ")")));
        }
    }

    /**
     * Writes one row.
     *
     * @param sql ends where a condition is to follow
     */
    void change(Statements statements, S to, String id, String sql, Object... values) {
        statements.putOne(
                machine.name() + " " + id + " that may become " + to,
                sql.strip() + conditions.get(to),
                values);
    }
}
