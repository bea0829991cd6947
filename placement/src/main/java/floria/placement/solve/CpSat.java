package floria.placement.solve;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;

import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;

/**
 * Solves a model by OR-Tools CP-SAT, one objective after the other. One worker, one seed and
 * deterministic time: equal models give equal answers.
 */
final class CpSat {
    /** The largest number that an objective may reach, so that its sums are exact. */
    private static final long EXACT = 1L << 52;

    private final Model source;
    private final Goal goal;
    private final Kinds kinds;
    private final Formulation made;

    private record Hint(IntVar variable, long value) {}

    /**
     * What came of it.
     *
     * @param solution the best that was found, if one was
     * @param bound no solution's first value is smaller
     * @param impossible whether it was proven that there is none
     */
    record Answer(Optional<Solution> solution, long bound, boolean impossible) {}

    private CpSat(Kinds kinds) {
        this.kinds = kinds;
        this.source = kinds.model();
        this.goal = source.goal();
        this.made = new Formulation(kinds);
    }

    /**
     * Solves.
     *
     * @param hint a solution to begin with
     * @param time deterministic time
     */
    static Answer solve(Kinds kinds, Optional<Solution> hint, double time) {
        CpSat solver = new CpSat(kinds);
        return solver.solve(hint.map(solver::hints).orElse(List.of()), time);
    }

    private List<Hint> hints(Solution solution) {
        Formulation.Told.By by = made.by(solution);
        return made.told.stream()
                .map(one -> new Hint(one.variable(), one.value().applyAsLong(by)))
                .toList();
    }

    private Answer solve(List<Hint> hints, double time) {
        LinearArgument first =
                switch (goal.order()) {
                    case COST -> made.money;
                    case TIME -> made.last;
                    case BALANCED ->
                            LinearExpr.newBuilder()
                                    .add(made.withRisk)
                                    .addTerm(made.last, goal.second());
                };
        boolean single = goal.order() == Goal.Order.BALANCED;
        Stage one = stage(first, single, time, hints);
        if (one.found().isEmpty() || !one.optimal() || single) {
            return answer(one, one.optimal(), one.bound());
        }
        made.model.addLessOrEqual(first, (long) one.best());
        LinearArgument second = goal.order() == Goal.Order.COST ? made.last : made.money;
        Stage two = stage(second, true, time / 2, one.values());
        return answer(two.found().isPresent() ? two : one, two.optimal(), one.bound());
    }

    /**
     * What one objective came to.
     *
     * @param best the value of the objective without ranks
     * @param values of all variables, to begin the next one with
     */
    private record Stage(
            Optional<Solution> found,
            boolean optimal,
            boolean impossible,
            double best,
            long bound,
            List<Hint> values) {}

    private static Answer answer(Stage stage, boolean proven, long bound) {
        return new Answer(
                stage.found()
                        .map(solution -> solution.withBound(bound, proven, "joint optimisation")),
                bound,
                stage.impossible());
    }

    private Stage stage(LinearArgument objective, boolean ranked, double time, List<Hint> start) {
        long most = 1 + mostRank();
        boolean exact = ranked && mostFirst() < EXACT / most;
        long factor = exact ? most : 1;
        LinearExprBuilder whole = LinearExpr.newBuilder().addTerm(objective, factor);
        if (exact) {
            whole.add(made.rank);
        }
        made.model.clearHints();
        start.forEach(hint -> made.model.addHint(hint.variable(), hint.value()));
        made.model.clearObjective();
        made.model.minimize(whole);
        CpSolver solver = new CpSolver();
        solver.getParameters()
                .setNumWorkers(1)
                .setRandomSeed(1)
                .setLinearizationLevel(2)
                .setMaxDeterministicTime(time)
                .setLogSearchProgress(false);
        CpSolverStatus status = solver.solve(made.model);
        if (status != CpSolverStatus.OPTIMAL && status != CpSolverStatus.FEASIBLE) {
            return new Stage(
                    Optional.empty(), false, status == CpSolverStatus.INFEASIBLE, 0, 0, List.of());
        }
        long bound = (long) Math.ceil(solver.bestObjectiveBound() / factor - 1e-6);
        return new Stage(
                read(solver),
                status == CpSolverStatus.OPTIMAL,
                false,
                solver.value(objective),
                exact ? Math.floorDiv((long) solver.bestObjectiveBound(), factor) : bound,
                made.told.stream()
                        .map(one -> new Hint(one.variable(), solver.value(one.variable())))
                        .toList());
    }

    private long mostRank() {
        long most = 0;
        for (int k = 0; k < kinds.count(); k++) {
            most +=
                    kinds.size(k)
                            * kinds.node(k).options().stream()
                                    .mapToLong(Option::rank)
                                    .max()
                                    .orElse(0);
        }
        return most;
    }

    private long mostFirst() {
        long most = made.slowest() * Math.max(1, goal.second());
        for (int k = 0; k < kinds.count(); k++) {
            most +=
                    kinds.size(k)
                            * kinds.node(k).options().stream()
                                    .mapToLong(option -> option.money() + option.risk())
                                    .max()
                                    .orElse(0);
        }
        for (Model.Data one : source.data()) {
            for (List<Mode> here : one.modes()) {
                most +=
                        here.stream()
                                .mapToLong(mode -> mode.once() + mode.each() * 1000)
                                .max()
                                .orElse(0);
            }
        }
        return most;
    }

    private Optional<Solution> read(CpSolver solver) {
        int[] options = new int[source.nodes().size()];
        for (int k = 0; k < kinds.count(); k++) {
            int at = 0;
            for (int o = 0; o < made.counts.get(k).length; o++) {
                for (long i = solver.value(made.counts.get(k)[o]); i > 0; i--) {
                    options[kinds.members()[k][at++]] = o;
                }
            }
        }
        int[][] modes = new int[source.data().size()][];
        for (int d = 0; d < modes.length; d++) {
            modes[d] = new int[source.data().get(d).modes().size()];
            Arrays.fill(modes[d], -1);
        }
        for (int n = 0; n < options.length; n++) {
            int place = source.nodes().get(n).options().get(options[n]).place();
            for (Read read : source.nodes().get(n).reads()) {
                for (int m : Ways.useful(source.data().get(read.data()).modes().get(place))) {
                    if (solver.value(made.way(read.data(), place, m)) == 1) {
                        modes[read.data()][place] = m;
                    }
                }
            }
        }
        return Evaluation.of(source, options, modes)
                .map(value -> new Solution(options, modes, value, 0, false, "joint optimisation"));
    }
}
