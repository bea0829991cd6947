package floria.placement.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;

import floria.placement.solve.Model.Mode;
import floria.placement.solve.Model.Option;
import floria.placement.solve.Model.Read;
import floria.placement.solve.Model.Rule;

/**
 * A model as variables and constraints of CP-SAT. Equal nodes are one variable that counts, parts
 * that stay together are tied by equations, the use of data to its way of being there option by
 * option, and the time until ready to steps that are passed or not, since those relax tightly.
 */
final class Formulation {
    /** So many steps of time are told apart; where there are more, options are bound one by one. */
    private static final int STEPS = 40;

    final CpModel model = new CpModel();
    final Kinds kinds;

    /** How many of a kind take an option. */
    final List<IntVar[]> counts = new ArrayList<>();

    final IntVar last;
    final LinearExprBuilder money = LinearExpr.newBuilder();
    final LinearExprBuilder withRisk = LinearExpr.newBuilder();
    final LinearExprBuilder rank = LinearExpr.newBuilder();

    /** How each variable is read off a solution, to begin with one. */
    final List<Told> told = new ArrayList<>();

    private final Model source;
    private final Goal goal;
    private final Map<Way, BoolVar> ways = new TreeMap<>();
    private final List<List<Flow>> flows = new ArrayList<>();

    private record Way(int data, int place, int mode) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            return Arrays.compare(
                    new int[] {data, place, mode}, new int[] {other.data, other.place, other.mode});
        }
    }

    /** How many of a kind read at a place in a way. */
    private record Flow(Read read, Mode mode, IntVar amount) {}

    /** A variable, and what it is in a solution. */
    record Told(IntVar variable, ToLongFunction<Told.By> value) {
        /** A solution by kinds. */
        @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
        record By(Solution solution, long[][] counts) {}
    }

    Formulation(Kinds kinds) {
        this.kinds = kinds;
        this.source = kinds.model();
        this.goal = source.goal();
        last = model.newIntVar(0, Math.min(goal.seconds(), slowest()), "last");
        told.add(new Told(last, by -> by.solution().value().seconds()));
        choices();
        capacities();
        source.rules().forEach(this::rule);
        data();
        times();
        sums();
    }

    /** A solution as the variables tell it. */
    Told.By by(Solution solution) {
        long[][] many = new long[kinds.count()][];
        for (int k = 0; k < many.length; k++) {
            many[k] = new long[counts.get(k).length];
            for (int n : kinds.members()[k]) {
                many[k][solution.options()[n]]++;
            }
        }
        return new Told.By(solution, many);
    }

    /** The most that the time until ready may be. */
    long slowest() {
        long most = 0;
        for (int k = 0; k < kinds.count(); k++) {
            long own = options(k).stream().mapToLong(Option::seconds).max().orElse(0);
            for (Read read : kinds.node(k).reads()) {
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

    BoolVar way(int data, int place, int mode) {
        return java.util.Objects.requireNonNull(ways.get(new Way(data, place, mode)));
    }

    private List<Option> options(int kind) {
        return kinds.node(kind).options();
    }

    private IntVar count(int kind) {
        return kinds.size(kind) == 1
                ? model.newBoolVar("")
                : model.newIntVar(0, kinds.size(kind), "");
    }

    private void choices() {
        for (int k = 0; k < kinds.count(); k++) {
            IntVar[] vars = new IntVar[options(k).size()];
            for (int o = 0; o < vars.length; o++) {
                vars[o] = count(k);
                int kind = k;
                int option = o;
                told.add(new Told(vars[o], by -> by.counts()[kind][option]));
            }
            counts.add(vars);
            if (kinds.size(k) == 1) {
                model.addExactlyOne(Arrays.copyOf(vars, vars.length, BoolVar[].class));
            } else {
                model.addEquality(LinearExpr.sum(vars), kinds.size(k));
            }
        }
    }

    private void capacities() {
        Map<Integer, LinearExprBuilder> uses = new TreeMap<>();
        for (int k = 0; k < kinds.count(); k++) {
            List<Option> options = options(k);
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

    private int[] kindsOf(Rule rule) {
        return rule.nodes().stream().mapToInt(n -> kinds.of()[n]).distinct().sorted().toArray();
    }

    private void rule(Rule rule) {
        switch (rule) {
            case Rule.Together _ -> together(rule);
            case Rule.Apart _ ->
                    inUnits(rule, kindsOf(rule))
                            .values()
                            .forEach(sum -> model.addLessOrEqual(sum, 1));
            case Rule.Spread(_, var nodes, var least) ->
                    spread(rule, Math.min(least, nodes.size()));
        }
    }

    private void spread(Rule rule, int least) {
        int size = rule.nodes().size();
        Map<Integer, LinearExprBuilder> units = inUnits(rule, kindsOf(rule));
        // What one unit may have at most follows, and is all there is to it for two.
        units.values().forEach(sum -> model.addLessOrEqual(sum, size - least + 1));
        if (least <= 2) {
            return;
        }
        LinearExprBuilder used = LinearExpr.newBuilder();
        units.forEach((unit, sum) -> {
            BoolVar here = model.newBoolVar("");
            told.add(new Told(here, by -> inUnit(by.solution(), rule, unit) ? 1 : 0));
            model.addLessOrEqual(here, sum);
            used.add(here);
        });
        model.addGreaterOrEqual(used, least);
    }

    private boolean inUnit(Solution solution, Rule rule, int unit) {
        return rule.nodes().stream()
                .anyMatch(n ->
                        source.nodes()
                                        .get(n)
                                        .options()
                                        .get(solution.options()[n])
                                        .unit(rule.level())
                                == unit);
    }

    /** How many nodes of some kinds are in each unit of a rule. */
    private Map<Integer, LinearExprBuilder> inUnits(Rule rule, int... members) {
        TreeMap<Integer, LinearExprBuilder> all = new TreeMap<>();
        for (int k : members) {
            List<Option> options = options(k);
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
        TreeSet<Integer> units = new TreeSet<>();
        sums.values().forEach(own -> units.addAll(own.keySet()));
        TreeMap<Integer, BoolVar> here = new TreeMap<>();
        units.forEach(unit -> {
            BoolVar chosen = model.newBoolVar("");
            here.put(unit, chosen);
            told.add(new Told(chosen, by -> inUnit(by.solution(), rule, unit) ? 1 : 0));
        });
        model.addExactlyOne(here.values().toArray(BoolVar[]::new));
        sums.forEach((k, own) ->
                here.forEach((unit, chosen) ->
                        model.addEquality(
                                own.getOrDefault(unit, LinearExpr.newBuilder()),
                                LinearExpr.term(chosen, kinds.size(k)))));
    }

    private void data() {
        for (int k = 0; k < kinds.count(); k++) {
            flows.add(new ArrayList<>());
            TreeMap<Integer, List<IntVar>> places = new TreeMap<>();
            List<Option> options = options(k);
            for (int o = 0; o < options.size(); o++) {
                places.computeIfAbsent(options.get(o).place(), _ -> new ArrayList<>())
                        .add(counts.get(k)[o]);
            }
            for (Read read : kinds.node(k).reads()) {
                for (var entry : places.entrySet()) {
                    flow(k, read, entry.getKey(), entry.getValue());
                }
            }
        }
        Map<List<Integer>, List<BoolVar>> choices = new HashMap<>();
        ways.forEach((way, chosen) ->
                choices.computeIfAbsent(List.of(way.data(), way.place()), _ -> new ArrayList<>())
                        .add(chosen));
        ways.keySet().stream()
                .map(way -> List.of(way.data(), way.place()))
                .distinct()
                .forEach(key ->
                        model.addAtMostOne(
                                java.util.Objects.requireNonNull(choices.get(key))
                                        .toArray(BoolVar[]::new)));
    }

    private void flow(int kind, Read read, int place, List<IntVar> here) {
        List<Mode> modes = source.data().get(read.data()).modes().get(place);
        LinearExprBuilder all = LinearExpr.newBuilder();
        for (int m : Ways.useful(modes)) {
            BoolVar way =
                    ways.computeIfAbsent(
                            new Way(read.data(), place, m),
                            key -> {
                                BoolVar made = model.newBoolVar("");
                                told.add(
                                        new Told(made, by -> isChosen(by.solution(), key) ? 1 : 0));
                                return made;
                            });
            IntVar flow = count(kind);
            told.add(
                    new Told(
                            flow,
                            by -> {
                                boolean chosen = by.solution().modes()[read.data()][place] == m;
                                long many = 0;
                                for (int o = 0; chosen && o < by.counts()[kind].length; o++) {
                                    many +=
                                            options(kind).get(o).place() == place
                                                    ? by.counts()[kind][o]
                                                    : 0;
                                }
                                return many;
                            }));
            flows.get(kind).add(new Flow(read, modes.get(m), flow));
            model.addLessOrEqual(flow, LinearExpr.term(way, kinds.size(kind)));
            all.add(flow);
        }
        model.addEquality(all, LinearExpr.sum(here.toArray(IntVar[]::new)));
    }

    private static boolean isChosen(Solution solution, Way way) {
        return solution.modes()[way.data()][way.place()] == way.mode();
    }

    private void times() {
        long[][] ready = new long[kinds.count()][];
        long least = 0;
        TreeSet<Long> distinct = new TreeSet<>();
        for (int k = 0; k < ready.length; k++) {
            int kind = k;
            ready[k] = options(k).stream().mapToLong(option -> ready(kind, option)).toArray();
            least = Math.max(least, Arrays.stream(ready[k]).min().orElse(0));
            Arrays.stream(ready[k]).forEach(distinct::add);
        }
        model.addGreaterOrEqual(last, least);
        List<Long> steps = List.copyOf(distinct.tailSet(least, false));
        boolean all = steps.size() <= STEPS;
        steps(ready, least, all ? steps : some(steps));
        for (int k = 0; k < ready.length; k++) {
            if (!all || !waitsAlike(k)) {
                exactly(k);
            }
        }
    }

    private static List<Long> some(List<Long> steps) {
        List<Long> some = new ArrayList<>();
        for (int i = 1; i <= STEPS; i++) {
            some.add(steps.get(i * steps.size() / STEPS - 1));
        }
        return some;
    }

    /** When an option is ready at the earliest. */
    private long ready(int kind, Option option) {
        long ready = option.seconds();
        for (Read read : kinds.node(kind).reads()) {
            ready += Ways.least(source.data().get(read.data()).modes().get(option.place()));
        }
        return ready;
    }

    /** Whether all useful ways of having its data at a place take equally long. */
    private boolean waitsAlike(int kind) {
        for (Read read : kinds.node(kind).reads()) {
            for (List<Mode> modes : source.data().get(read.data()).modes()) {
                if (Ways.useful(modes).stream()
                                .mapToLong(m -> modes.get(m).seconds())
                                .distinct()
                                .count()
                        > 1) {
                    return false;
                }
            }
        }
        return true;
    }

    /** For each step of time one variable that says whether it is reached. */
    private void steps(long[][] ready, long least, List<Long> steps) {
        LinearExprBuilder sum = LinearExpr.newBuilder().add(least);
        long before = least;
        List<BoolVar> passed = new ArrayList<>();
        for (long step : steps) {
            BoolVar late = model.newBoolVar("");
            told.add(new Told(late, by -> by.solution().value().seconds() >= step ? 1 : 0));
            sum.addTerm(late, step - before);
            if (!passed.isEmpty()) {
                model.addImplication(late, passed.getLast());
            }
            passed.add(late);
            before = step;
        }
        model.addGreaterOrEqual(last, sum);
        for (int k = 0; k < ready.length; k++) {
            for (int s = 0; s < steps.size(); s++) {
                LinearExprBuilder later = LinearExpr.newBuilder();
                boolean any = false;
                boolean own = false;
                for (int o = 0; o < ready[k].length; o++) {
                    if (ready[k][o] >= steps.get(s)) {
                        later.add(counts.get(k)[o]);
                        any = true;
                        own |= s + 1 == steps.size() || ready[k][o] < steps.get(s + 1);
                    }
                }
                if (any && own) {
                    model.addLessOrEqual(later, LinearExpr.term(passed.get(s), kinds.size(k)));
                }
            }
        }
    }

    private void exactly(int k) {
        List<Option> options = options(k);
        LinearExprBuilder own = LinearExpr.newBuilder();
        for (int o = 0; o < options.size(); o++) {
            own.addTerm(counts.get(k)[o], options.get(o).seconds());
        }
        flows.get(k).forEach(flow -> own.addTerm(flow.amount(), flow.mode().seconds()));
        model.addGreaterOrEqual(LinearExpr.term(last, kinds.size(k)), own);
        if (kinds.size(k) > 1) {
            each(k);
        }
    }

    /** Of several equal nodes the slowest counts, not their mean. */
    private void each(int kind) {
        List<Option> options = options(kind);
        for (int o = 0; o < options.size(); o++) {
            BoolVar any = model.newBoolVar("");
            int option = o;
            told.add(new Told(any, by -> by.counts()[kind][option] > 0 ? 1 : 0));
            model.addLessOrEqual(counts.get(kind)[o], LinearExpr.term(any, kinds.size(kind)));
            model.addLessOrEqual(any, counts.get(kind)[o]);
            LinearExprBuilder ready = LinearExpr.newBuilder().add(options.get(o).seconds());
            for (Read read : kinds.node(kind).reads()) {
                int place = options.get(o).place();
                List<Mode> modes = source.data().get(read.data()).modes().get(place);
                for (int m : Ways.useful(modes)) {
                    ready.addTerm(way(read.data(), place, m), modes.get(m).seconds());
                }
            }
            model.addGreaterOrEqual(last, ready).onlyEnforceIf(any);
        }
    }

    private void sums() {
        LinearExprBuilder rate = LinearExpr.newBuilder();
        for (int k = 0; k < kinds.count(); k++) {
            List<Option> options = options(k);
            for (int o = 0; o < options.size(); o++) {
                Option option = options.get(o);
                IntVar count = counts.get(k)[o];
                money.addTerm(count, option.money());
                withRisk.addTerm(count, option.money() + option.risk());
                rate.addTerm(count, option.rate());
                rank.addTerm(count, option.rank());
            }
            flows.get(k)
                    .forEach(flow -> {
                        long each = flow.mode().each() * flow.read().weight();
                        money.addTerm(flow.amount(), each);
                        withRisk.addTerm(flow.amount(), each);
                    });
        }
        ways.forEach((way, chosen) -> {
            long once =
                    source.data().get(way.data()).modes().get(way.place()).get(way.mode()).once();
            money.addTerm(chosen, once);
            withRisk.addTerm(chosen, once);
        });
        if (goal.money() < Goal.ANY) {
            model.addLessOrEqual(money, goal.money());
        }
        if (goal.rate() < Goal.ANY) {
            model.addLessOrEqual(rate, goal.rate());
        }
    }
}
