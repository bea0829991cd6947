package floria.placement.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;

import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Node;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;
import floria.placement.solve.Model.Rule;

/**
 * A reduced model as one of OR-Tools CP-SAT. Equal nodes are one variable that counts; parts that
 * stay together are tied by equations, and the use of data to its way of being there option by
 * option, since those relax tightly. One worker, one seed and deterministic time: equal models give
 * equal answers.
 */
final class CpSat {
    /** The largest number that an objective may reach, so that its sums are exact. */
    private static final long EXACT = 1L << 52;

    private final Model source;
    private final Goal goal;
    private final CpModel model = new CpModel();

    /** The nodes of each kind. */
    private final List<int[]> kinds = new ArrayList<>();

    private final List<IntVar[]> counts = new ArrayList<>();
    private final int[] kindOf;
    private final Map<Way, BoolVar> ways = new HashMap<>();
    private final Map<Flow, IntVar> flows = new TreeMap<>();
    private final IntVar last;
    private final LinearExprBuilder money = LinearExpr.newBuilder();
    private final LinearExprBuilder withRisk = LinearExpr.newBuilder();
    private final LinearExprBuilder rank = LinearExpr.newBuilder();
    private final List<Hint> hints = new ArrayList<>();

    private record Way(int data, int place, int mode) {}

    private record Flow(int kind, int read, int place, int mode) implements Comparable<Flow> {
        @Override
        public int compareTo(Flow other) {
            return Arrays.compare(
                    new int[] {kind, read, place, mode},
                    new int[] {other.kind, other.read, other.place, other.mode});
        }
    }

    private record Hint(IntVar variable, long value) {}

    /**
     * What came of it.
     *
     * @param solution the best that was found, if one was
     * @param impossible whether it was proven that there is none
     */
    record Answer(Optional<Solution> solution, boolean impossible) {}

    private CpSat(Model source, int[] equals, Optional<Solution> hint) {
        this.source = source;
        this.goal = source.goal();
        kindOf = kinds(equals);
        last = model.newIntVar(0, Math.min(goal.seconds(), slowest()), "last");
        choices();
        capacities();
        source.rules().forEach(this::rule);
        data();
        times();
        sums();
        hint.ifPresent(this::hint);
    }

    /**
     * Solves.
     *
     * @param equals by node, the first that is equal to it
     * @param hint a solution to begin with
     * @param time deterministic time
     */
    static Answer solve(Model model, int[] equals, Optional<Solution> hint, double time) {
        return new CpSat(model, equals, hint).solve(time);
    }

    private int[] kinds(int[] equals) {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int n = 0; n < equals.length; n++) {
            members.computeIfAbsent(equals[n], _ -> new ArrayList<>()).add(n);
        }
        int[] kind = new int[equals.length];
        members.values()
                .forEach(nodes -> {
                    nodes.forEach(n -> kind[n] = kinds.size());
                    kinds.add(nodes.stream().mapToInt(Integer::intValue).toArray());
                });
        return kind;
    }

    private Node node(int kind) {
        return source.nodes().get(kinds.get(kind)[0]);
    }

    private int size(int kind) {
        return kinds.get(kind).length;
    }

    private long slowest() {
        long most = 0;
        for (int k = 0; k < kinds.size(); k++) {
            long own = node(k).options().stream().mapToLong(Option::seconds).max().orElse(0);
            for (Read read : node(k).reads()) {
                own +=
                        source.data().get(read.data()).modes().stream()
                                .flatMap(List::stream)
                                .mapToLong(Mode::seconds)
                                .max()
                                .orElse(0);
            }
            most = Math.max(most, own);
        }
        return most;
    }

    private void choices() {
        for (int k = 0; k < kinds.size(); k++) {
            IntVar[] vars = new IntVar[node(k).options().size()];
            for (int o = 0; o < vars.length; o++) {
                vars[o] = size(k) == 1 ? model.newBoolVar("") : model.newIntVar(0, size(k), "");
            }
            counts.add(vars);
            if (size(k) == 1) {
                BoolVar[] one = new BoolVar[vars.length];
                for (int o = 0; o < one.length; o++) {
                    one[o] = (BoolVar) vars[o];
                }
                model.addExactlyOne(one);
            } else {
                model.addEquality(LinearExpr.sum(vars), size(k));
            }
        }
    }

    private void capacities() {
        Map<Integer, LinearExprBuilder> uses = new TreeMap<>();
        for (int k = 0; k < kinds.size(); k++) {
            List<Option> options = node(k).options();
            for (int o = 0; o < options.size(); o++) {
                Option option = options.get(o);
                for (int u = 0; u < option.uses().size(); u++) {
                    int c = option.uses().get(u);
                    if (source.limits()[c] < Goal.ANY) {
                        uses.computeIfAbsent(c, _ -> LinearExpr.newBuilder())
                                .addTerm(counts.get(k)[o], option.amounts().get(u));
                    }
                }
            }
        }
        uses.forEach((c, sum) -> model.addLessOrEqual(sum, source.limits()[c]));
    }

    /** How many nodes of the rule are in each unit. */
    private Map<Integer, LinearExprBuilder> inUnits(Rule rule, int kind) {
        TreeMap<Integer, LinearExprBuilder> units = new TreeMap<>();
        List<Option> options = node(kind).options();
        for (int o = 0; o < options.size(); o++) {
            units.computeIfAbsent(options.get(o).unit(rule.level()), _ -> LinearExpr.newBuilder())
                    .add(counts.get(kind)[o]);
        }
        return units;
    }

    private int[] kindsOf(Rule rule) {
        return rule.nodes().stream().mapToInt(n -> kindOf[n]).distinct().sorted().toArray();
    }

    private void rule(Rule rule) {
        switch (rule) {
            case Rule.Together _ -> together(rule);
            case Rule.Apart _ -> sums(rule).values().forEach(sum -> model.addLessOrEqual(sum, 1));
            case Rule.Spread(_, var nodes, var least) -> {
                LinearExprBuilder used = LinearExpr.newBuilder();
                sums(rule)
                        .forEach((unit, sum) -> {
                            BoolVar here = model.newBoolVar("");
                            model.addLessOrEqual(here, sum);
                            used.add(here);
                        });
                model.addGreaterOrEqual(used, Math.min(least, nodes.size()));
            }
        }
    }

    private Map<Integer, LinearExprBuilder> sums(Rule rule) {
        TreeMap<Integer, LinearExprBuilder> all = new TreeMap<>();
        for (int k : kindsOf(rule)) {
            List<Option> options = node(k).options();
            for (int o = 0; o < options.size(); o++) {
                all.computeIfAbsent(options.get(o).unit(rule.level()), _ -> LinearExpr.newBuilder())
                        .add(counts.get(k)[o]);
            }
        }
        return all;
    }

    private void together(Rule rule) {
        int[] members = kindsOf(rule);
        Map<Integer, Map<Integer, LinearExprBuilder>> sums = new TreeMap<>();
        for (int k : members) {
            sums.put(k, inUnits(rule, k));
        }
        TreeMap<Integer, BoolVar> here = new TreeMap<>();
        sums.values()
                .forEach(units ->
                        units.keySet().forEach(unit -> here.put(unit, model.newBoolVar(""))));
        model.addExactlyOne(here.values().toArray(BoolVar[]::new));
        for (int k : members) {
            Map<Integer, LinearExprBuilder> units = sums.getOrDefault(k, Map.of());
            here.forEach((unit, chosen) ->
                    model.addEquality(
                            Optional.ofNullable(units.get(unit)).orElseGet(LinearExpr::newBuilder),
                            LinearExpr.term(chosen, size(k))));
        }
    }

    /** The ways of a data set at a place that no other one beats in everything. */
    private static List<Integer> useful(List<Mode> modes) {
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

    private void data() {
        for (int k = 0; k < kinds.size(); k++) {
            TreeMap<Integer, List<IntVar>> places = new TreeMap<>();
            List<Option> options = node(k).options();
            for (int o = 0; o < options.size(); o++) {
                places.computeIfAbsent(options.get(o).place(), _ -> new ArrayList<>())
                        .add(counts.get(k)[o]);
            }
            for (int r = 0; r < node(k).reads().size(); r++) {
                Read read = node(k).reads().get(r);
                for (var entry : places.entrySet()) {
                    flow(k, r, read, entry.getKey(), entry.getValue());
                }
            }
        }
        Map<List<Integer>, List<BoolVar>> choices = new HashMap<>();
        ways.forEach((way, chosen) ->
                choices.computeIfAbsent(List.of(way.data(), way.place()), _ -> new ArrayList<>())
                        .add(chosen));
        choices.entrySet().stream()
                .sorted(
                        java.util.Comparator.comparingLong(entry ->
                                entry.getKey().getFirst() * 1_000_000L + entry.getKey().getLast()))
                .forEach(entry -> model.addAtMostOne(entry.getValue().toArray(BoolVar[]::new)));
    }

    private void flow(int kind, int r, Read read, int place, List<IntVar> here) {
        List<Mode> modes = source.data().get(read.data()).modes().get(place);
        LinearExprBuilder all = LinearExpr.newBuilder();
        for (int m : useful(modes)) {
            BoolVar way =
                    ways.computeIfAbsent(new Way(read.data(), place, m), _ -> model.newBoolVar(""));
            IntVar flow =
                    size(kind) == 1 ? model.newBoolVar("") : model.newIntVar(0, size(kind), "");
            flows.put(new Flow(kind, r, place, m), flow);
            model.addLessOrEqual(flow, LinearExpr.term(way, size(kind)));
            all.add(flow);
        }
        model.addEquality(all, LinearExpr.sum(here.toArray(IntVar[]::new)));
    }

    private void times() {
        for (int k = 0; k < kinds.size(); k++) {
            List<Option> options = node(k).options();
            LinearExprBuilder own = LinearExpr.newBuilder();
            for (int o = 0; o < options.size(); o++) {
                own.addTerm(counts.get(k)[o], options.get(o).seconds());
            }
            int kind = k;
            flows.forEach((flow, amount) -> {
                if (flow.kind() == kind) {
                    own.addTerm(amount, mode(flow).seconds());
                }
            });
            model.addGreaterOrEqual(LinearExpr.term(last, size(k)), own);
            if (size(k) > 1) {
                each(k);
            }
        }
    }

    /** Of several equal nodes the slowest counts, not their mean. */
    private void each(int kind) {
        List<Option> options = node(kind).options();
        for (int o = 0; o < options.size(); o++) {
            BoolVar any = model.newBoolVar("");
            model.addLessOrEqual(counts.get(kind)[o], LinearExpr.term(any, size(kind)));
            model.addLessOrEqual(any, counts.get(kind)[o]);
            LinearExprBuilder ready = LinearExpr.newBuilder().add(options.get(o).seconds());
            for (Read read : node(kind).reads()) {
                int place = options.get(o).place();
                List<Mode> modes = source.data().get(read.data()).modes().get(place);
                for (int m : useful(modes)) {
                    ready.addTerm(way(read.data(), place, m), modes.get(m).seconds());
                }
            }
            model.addGreaterOrEqual(last, ready).onlyEnforceIf(any);
        }
    }

    private BoolVar way(int data, int place, int mode) {
        return java.util.Objects.requireNonNull(ways.get(new Way(data, place, mode)));
    }

    private Mode mode(Flow flow) {
        Read read = node(flow.kind()).reads().get(flow.read());
        return source.data().get(read.data()).modes().get(flow.place()).get(flow.mode());
    }

    private void sums() {
        LinearExprBuilder rate = LinearExpr.newBuilder();
        for (int k = 0; k < kinds.size(); k++) {
            List<Option> options = node(k).options();
            for (int o = 0; o < options.size(); o++) {
                Option option = options.get(o);
                IntVar count = counts.get(k)[o];
                money.addTerm(count, option.money());
                withRisk.addTerm(count, option.money() + option.risk());
                rate.addTerm(count, option.rate());
                rank.addTerm(count, option.rank());
            }
        }
        flows.forEach((flow, amount) -> {
            long each = mode(flow).each() * node(flow.kind()).reads().get(flow.read()).weight();
            money.addTerm(amount, each);
            withRisk.addTerm(amount, each);
        });
        ways.entrySet().stream()
                .sorted(java.util.Comparator.comparingInt(entry -> entry.getValue().getIndex()))
                .forEach(entry -> {
                    Way way = entry.getKey();
                    long once =
                            source.data()
                                    .get(way.data())
                                    .modes()
                                    .get(way.place())
                                    .get(way.mode())
                                    .once();
                    money.addTerm(entry.getValue(), once);
                    withRisk.addTerm(entry.getValue(), once);
                });
        if (goal.money() < Goal.ANY) {
            model.addLessOrEqual(money, goal.money());
        }
        if (goal.rate() < Goal.ANY) {
            model.addLessOrEqual(rate, goal.rate());
        }
    }

    private void hint(Solution solution) {
        for (int k = 0; k < kinds.size(); k++) {
            long[] many = new long[counts.get(k).length];
            for (int n : kinds.get(k)) {
                many[solution.options()[n]]++;
            }
            for (int o = 0; o < many.length; o++) {
                hints.add(new Hint(counts.get(k)[o], many[o]));
            }
        }
        ways.forEach((way, chosen) ->
                hints.add(
                        new Hint(
                                chosen,
                                solution.modes()[way.data()][way.place()] == way.mode() ? 1 : 0)));
        flows.forEach((flow, amount) -> {
            Read read = node(flow.kind()).reads().get(flow.read());
            long many = 0;
            for (int n : kinds.get(flow.kind())) {
                int place = source.nodes().get(n).options().get(solution.options()[n]).place();
                many +=
                        place == flow.place() && solution.modes()[read.data()][place] == flow.mode()
                                ? 1
                                : 0;
            }
            hints.add(new Hint(amount, many));
        });
        hints.add(new Hint(last, solution.value().seconds()));
    }

    private Answer solve(double time) {
        LinearArgument first =
                switch (goal.order()) {
                    case COST -> money;
                    case TIME -> last;
                    case BALANCED ->
                            LinearExpr.newBuilder().add(withRisk).addTerm(last, goal.second());
                };
        boolean single = goal.order() == Goal.Order.BALANCED;
        Stage one = stage(first, single, time, hints);
        if (one.found().isEmpty() || !one.optimal() || single) {
            return answer(one, one.optimal(), one.bound());
        }
        model.addLessOrEqual(first, (long) one.best());
        LinearArgument second = goal.order() == Goal.Order.COST ? last : money;
        Stage two = stage(second, true, time / 2, one.values());
        return answer(two.found().isPresent() ? two : one, true, one.bound());
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

    private Answer answer(Stage stage, boolean proven, long bound) {
        return new Answer(
                stage.found()
                        .map(solution -> solution.withBound(bound, proven, "joint optimisation")),
                stage.impossible());
    }

    private Stage stage(LinearArgument objective, boolean ranked, double time, List<Hint> start) {
        long most = 1 + mostRank();
        boolean exact = ranked && mostFirst() < EXACT / most;
        long factor = exact ? most : 1;
        LinearExprBuilder whole = LinearExpr.newBuilder().addTerm(objective, factor);
        if (exact) {
            whole.add(rank);
        }
        model.clearHints();
        start.forEach(hint -> model.addHint(hint.variable(), hint.value()));
        model.clearObjective();
        model.minimize(whole);
        CpSolver solver = new CpSolver();
        solver.getParameters()
                .setNumWorkers(1)
                .setRandomSeed(1)
                .setLinearizationLevel(2)
                .setMaxDeterministicTime(time)
                .setLogSearchProgress(false);
        CpSolverStatus status = solver.solve(model);
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
                values(solver));
    }

    private long mostRank() {
        long most = 0;
        for (int k = 0; k < kinds.size(); k++) {
            most += size(k) * node(k).options().stream().mapToLong(Option::rank).max().orElse(0);
        }
        return most;
    }

    private long mostFirst() {
        long most = slowest() * Math.max(1, goal.second());
        for (int k = 0; k < kinds.size(); k++) {
            most +=
                    size(k)
                            * node(k).options().stream()
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

    private List<Hint> values(CpSolver solver) {
        List<Hint> values = new ArrayList<>();
        counts.forEach(vars -> {
            for (IntVar variable : vars) {
                values.add(new Hint(variable, solver.value(variable)));
            }
        });
        flows.values().forEach(flow -> values.add(new Hint(flow, solver.value(flow))));
        ways.values().forEach(way -> values.add(new Hint(way, solver.value(way))));
        values.add(new Hint(last, solver.value(last)));
        return values;
    }

    private Optional<Solution> read(CpSolver solver) {
        int[] options = new int[source.nodes().size()];
        for (int k = 0; k < kinds.size(); k++) {
            int at = 0;
            for (int o = 0; o < counts.get(k).length; o++) {
                for (long i = solver.value(counts.get(k)[o]); i > 0; i--) {
                    options[kinds.get(k)[at++]] = o;
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
                for (int m : useful(source.data().get(read.data()).modes().get(place))) {
                    if (solver.value(way(read.data(), place, m)) == 1) {
                        modes[read.data()][place] = m;
                    }
                }
            }
        }
        return Evaluation.of(source, options, modes)
                .map(value -> new Solution(options, modes, value, 0, false, "joint optimisation"));
    }
}
