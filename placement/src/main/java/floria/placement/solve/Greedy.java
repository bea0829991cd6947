package floria.placement.solve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import floria.placement.solve.Model.Level;
import floria.placement.solve.Model.Option;

/**
 * The cheapest for one part after the other, then, when that is asked for, parts taken out by
 * chance and put back where they are best. The chance is seeded: equal models give equal answers.
 */
final class Greedy {
    private static final long SEED = 20_260_101;
    private static final int[] NONE = {};

    private final Model model;
    private final List<Parts.Part> parts;
    private final Goal goal;
    private final Map<Level, Map<List<Option>, SortedMap<Integer, int[]>>> units =
            new EnumMap<>(Level.class);
    private State state;

    private Greedy(Model model, List<Parts.Part> parts) {
        this.model = model;
        this.parts = parts;
        this.goal = model.goal();
        this.state = new State(model);
        for (Level level : Level.values()) {
            units.put(level, new IdentityHashMap<>());
        }
    }

    /** The first that is found going through the parts once; empty when the way is a dead end. */
    static Optional<Solution> first(Model model, List<Parts.Part> parts) {
        Greedy greedy = new Greedy(model, parts);
        return greedy.all(parts) ? greedy.solution("cheapest first") : Optional.empty();
    }

    /**
     * A better one after so many rounds.
     *
     * @param start where to begin; from nothing when empty
     */
    static Optional<Solution> improved(
            Model model, List<Parts.Part> parts, Optional<Solution> start, int rounds) {
        Greedy greedy = new Greedy(model, parts);
        SplittableRandom random = new SplittableRandom(SEED);
        if (start.isPresent()) {
            greedy.take(start.get());
        } else if (!greedy.anyhow(random)) {
            return Optional.empty();
        }
        greedy.sweep();
        greedy.rounds(rounds, random);
        return greedy.solution("cheapest first, improved");
    }

    private void take(Solution start) {
        for (int n = 0; n < start.options().length; n++) {
            state.put(n, start.options()[n]);
        }
        for (int d = 0; d < start.modes().length; d++) {
            for (int p = 0; p < start.modes()[d].length; p++) {
                if (start.modes()[d][p] >= 0 && state.isRead(d, p)) {
                    state.change(d, p, start.modes()[d][p]);
                }
            }
        }
    }

    /** Tries orders until one gets all parts in: those with little choice first, then by chance. */
    private boolean anyhow(SplittableRandom random) {
        List<Parts.Part> order = new ArrayList<>(parts);
        order.sort(
                Comparator.comparingLong(part -> {
                    long choice = Long.MAX_VALUE;
                    for (int n : part.nodes()) {
                        choice = Math.min(choice, model.nodes().get(n).options().size());
                    }
                    return choice - (long) part.nodes().length;
                }));
        for (int attempt = 0; attempt < 20; attempt++) {
            state = new State(model);
            if (all(order)) {
                return true;
            }
            Collections.shuffle(order, new java.util.Random(random.nextLong()));
        }
        return false;
    }

    private boolean all(List<Parts.Part> order) {
        for (Parts.Part part : order) {
            Optional<Put> best = best(part, state.seconds());
            if (best.isEmpty()) {
                return false;
            }
            put(part, best.get());
        }
        return state.value().keeps(goal);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Put(int[] options, long first, long second, long rank)
            implements Comparable<Put> {
        @Override
        public int compareTo(Put other) {
            int order = Long.compare(first, other.first);
            if (order == 0) {
                order = Long.compare(second, other.second);
            }
            return order == 0 ? Long.compare(rank, other.rank) : order;
        }
    }

    /**
     * The best way to put a part.
     *
     * @param others when everything else is ready
     */
    private Optional<Put> best(Parts.Part part, long others) {
        if (part.level().isEmpty()) {
            return alone(part.nodes()[0], others);
        }
        Optional<Put> best = Optional.empty();
        Level level = part.level().get();
        for (int unit : byUnit(model.nodes().get(part.nodes()[0]).options(), level).keySet()) {
            Optional<Put> here = in(part, unit, others);
            if (here.isPresent() && (best.isEmpty() || here.get().compareTo(best.get()) < 0)) {
                best = here;
            }
        }
        return best;
    }

    /** The numbers of the options in each unit, which are looked for again and again. */
    private SortedMap<Integer, int[]> byUnit(List<Option> options, Level level) {
        return java.util.Objects.requireNonNull(units.get(level))
                .computeIfAbsent(
                        options,
                        _ -> {
                            SortedMap<Integer, int[]> found = new TreeMap<>();
                            IntStream.range(0, options.size())
                                    .boxed()
                                    .collect(Collectors.groupingBy(o -> options.get(o).unit(level)))
                                    .forEach((unit, all) ->
                                            found.put(
                                                    unit, all.stream().mapToInt(o -> o).toArray()));
                            return found;
                        });
    }

    private Optional<Put> in(Parts.Part part, int unit, long others) {
        int[] chosen = new int[part.nodes().length];
        int done = 0;
        long before = state.money + state.risk;
        long money = state.money;
        long rank = state.rank;
        long last = others;
        boolean all = true;
        for (; done < chosen.length; done++) {
            int n = part.nodes()[done];
            int best = best(n, unit, part, last);
            if (best < 0) {
                all = false;
                break;
            }
            last = Math.max(last, state.seconds(n, model.nodes().get(n).options().get(best)));
            chosen[done] = best;
            state.put(n, best);
        }
        Put put =
                put(
                        chosen,
                        state.money - money,
                        state.money + state.risk - before,
                        last,
                        state.rank - rank);
        for (int i = 0; i < done; i++) {
            state.take(part.nodes()[i]);
        }
        return all && last <= goal.seconds() ? Optional.of(put) : Optional.empty();
    }

    private int best(int n, int unit, Parts.Part part, long last) {
        List<Option> options = model.nodes().get(n).options();
        int best = -1;
        Optional<Put> value = Optional.empty();
        int[] here = byUnit(options, part.level().orElseThrow()).getOrDefault(unit, NONE);
        for (int o : here) {
            Option option = options.get(o);
            if (state.fits(n, option)) {
                Put put = value(n, o, option, last);
                if (value.isEmpty() || put.compareTo(value.get()) < 0) {
                    value = Optional.of(put);
                    best = o;
                }
            }
        }
        return best;
    }

    private Optional<Put> alone(int n, long others) {
        List<Option> options = model.nodes().get(n).options();
        Optional<Put> best = Optional.empty();
        for (int o = 0; o < options.size(); o++) {
            Option option = options.get(o);
            if (state.fits(n, option) && state.seconds(n, option) <= goal.seconds()) {
                Put here = value(n, o, option, others);
                if (best.isEmpty() || here.compareTo(best.get()) < 0) {
                    best = Optional.of(here);
                }
            }
        }
        return best;
    }

    private Put value(int n, int number, Option option, long others) {
        long money = option.money() + state.dataMoney(n, option);
        long last = Math.max(others, state.seconds(n, option));
        return put(new int[] {number}, money, money + option.risk(), last, option.rank());
    }

    private Put put(int[] options, long money, long withRisk, long last, long rank) {
        return switch (goal.order()) {
            case COST -> new Put(options, money, last, rank);
            case TIME -> new Put(options, last, money, rank);
            case BALANCED -> new Put(options, withRisk + goal.second() * last, 0, rank);
        };
    }

    private void put(Parts.Part part, Put put) {
        for (int i = 0; i < put.options().length; i++) {
            state.put(part.nodes()[i], put.options()[i]);
        }
    }

    private int[] remove(Parts.Part part) {
        int[] before = new int[part.nodes().length];
        for (int i = 0; i < before.length; i++) {
            before[i] = state.options[part.nodes()[i]];
            state.take(part.nodes()[i]);
        }
        return before;
    }

    /** Every part once out and back where it is best, every data set once in every way. */
    private void sweep() {
        for (Parts.Part part : parts) {
            exchange(List.of(part));
        }
        ways();
    }

    private void ways() {
        for (int d = 0; d < state.modes.length; d++) {
            for (int p = 0; p < state.modes[d].length; p++) {
                for (int way = 0; state.isRead(d, p) && way < state.ways(d, p).size(); way++) {
                    int before = state.modes[d][p];
                    Value old = state.value();
                    state.change(d, p, way);
                    Value now = state.value();
                    if (!now.keeps(goal) || !now.beats(old, goal)) {
                        state.change(d, p, before);
                    }
                }
            }
        }
    }

    private void rounds(int rounds, SplittableRandom random) {
        for (int round = 0; round < rounds && parts.size() > 1; round++) {
            int size = 2 + random.nextInt(Math.min(parts.size() - 1, 6));
            TreeSet<Integer> chosen = new TreeSet<>();
            while (chosen.size() < size) {
                chosen.add(random.nextInt(parts.size()));
            }
            List<Parts.Part> out = new ArrayList<>();
            chosen.forEach(i -> out.add(parts.get(i)));
            Collections.shuffle(out, new java.util.Random(random.nextLong()));
            exchange(out);
        }
        ways();
    }

    /** Takes parts out and puts them back in that order; undone where that is no better. */
    private void exchange(List<Parts.Part> out) {
        Value before = state.value();
        int[][] modes = state.copyOfModes();
        List<int[]> were = new ArrayList<>();
        out.forEach(part -> were.add(remove(part)));
        int done = 0;
        for (; done < out.size(); done++) {
            Optional<Put> best = best(out.get(done), state.seconds());
            if (best.isEmpty()) {
                break;
            }
            put(out.get(done), best.get());
        }
        Value now = state.value();
        if (done == out.size() && now.keeps(goal) && now.beats(before, goal)) {
            return;
        }
        for (int i = 0; i < done; i++) {
            remove(out.get(i));
        }
        for (int i = 0; i < out.size(); i++) {
            put(out.get(i), new Put(were.get(i), 0, 0, 0));
        }
        for (int d = 0; d < modes.length; d++) {
            for (int p = 0; p < modes[d].length; p++) {
                if (modes[d][p] >= 0 && modes[d][p] != state.modes[d][p]) {
                    state.change(d, p, modes[d][p]);
                }
            }
        }
    }

    private Optional<Solution> solution(String how) {
        return Evaluation.of(model, state.options, state.modes)
                .map(value ->
                        new Solution(
                                state.options.clone(), state.copyOfModes(), value, 0, false, how));
    }
}
