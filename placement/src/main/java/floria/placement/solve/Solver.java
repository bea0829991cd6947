package floria.placement.solve;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the best solution of a model: exactly and at once where the parts do not get into each
 * other's way. Else prices on what is scarce say which options can be in the best solution at all;
 * of these the cheapest-first answer is improved, and CP-SAT looks for the best, and says how far
 * from it the answer may be. Equal models and efforts give equal answers.
 */
public final class Solver {
    /** More options than these are not looked at one by one. */
    private static final int MANY = 60_000;

    /** So many options CP-SAT is asked to choose among. */
    private static final int MOST = 20_000;

    /** So many for one of its time; with more it would end before it has begun. */
    private static final int PER_TIME = 40_000;

    private Solver() {}

    /** What came of it. */
    public sealed interface Outcome {
        record Solved(Solution solution) implements Outcome {}

        /**
         * There is no solution, or none was found.
         *
         * @param proven whether there is none
         */
        record Unsolved(boolean proven) implements Outcome {}
    }

    public static Outcome solve(Model model, Effort effort) {
        Reduction.Reduced reduced = Reduction.of(model);
        Model smaller = reduced.model();
        if (smaller.nodes().stream().anyMatch(node -> node.options().isEmpty())) {
            return new Outcome.Unsolved(true);
        }
        Kinds kinds = Kinds.of(smaller, reduced.equals());
        List<Parts.Part> parts = Parts.of(smaller);
        long bound = 0;
        if (kinds.options() <= MANY) {
            Relaxation.Found relaxed = Relaxation.of(smaller, parts);
            if (relaxed.options().isEmpty()) {
                return new Outcome.Unsolved(true);
            }
            bound = relaxed.bound();
            Optional<Solution> exact = exact(smaller, relaxed.options().get(), bound);
            if (exact.isPresent()) {
                return new Outcome.Solved(original(exact.get(), reduced));
            }
        } else if (model.goal().order() == Goal.Order.TIME) {
            bound = Relaxation.leastTime(smaller, parts);
        }
        return switch (new Search(kinds, parts, bound).run(effort)) {
            case Outcome.Solved(var found) -> new Outcome.Solved(original(found, reduced));
            case Outcome.Unsolved none -> none;
        };
    }

    /** The first answer of going through the parts once, for comparison. */
    public static Optional<Solution> cheapestFirst(Model model) {
        Reduction.Reduced reduced = Reduction.of(model);
        if (reduced.model().nodes().stream().anyMatch(node -> node.options().isEmpty())) {
            return Optional.empty();
        }
        return Greedy.first(reduced.model(), Parts.of(reduced.model()))
                .map(found -> original(found, reduced));
    }

    private static Optional<Solution> exact(Model model, int[] options, long bound) {
        State state = new State(model);
        for (int n = 0; n < options.length; n++) {
            state.put(n, options[n]);
        }
        return Evaluation.of(model, options, state.modes)
                .filter(value -> value.first(model.goal()) <= bound)
                .filter(_ -> model.data().isEmpty() || model.goal().order() == Goal.Order.BALANCED)
                .map(value ->
                        new Solution(
                                options,
                                state.copyOfModes(),
                                value,
                                bound,
                                true,
                                "each part by itself"));
    }

    /** The search in a reduced model. */
    private static final class Search {
        private final Kinds kinds;
        private final Model model;
        private final Goal goal;
        private final List<Parts.Part> parts;
        private Optional<Solution> best;
        private long bound;

        Search(Kinds kinds, List<Parts.Part> parts, long bound) {
            this.kinds = kinds;
            this.model = kinds.model();
            this.goal = model.goal();
            this.parts = parts;
            this.bound = bound;
            this.best = Greedy.first(model, parts);
        }

        Outcome run(Effort effort) {
            Dual dual = dual(kinds, parts, effort);
            if (dual.bound() >= Goal.ANY) {
                return new Outcome.Unsolved(true);
            }
            raise(dual);
            Greedy.first(dual.guide(), parts).ifPresent(this::consider);
            Dual.Rest rest = without(dual, best);
            Reduction.Reduced left = rest.reduced();
            Kinds fewer = Kinds.of(left.model(), left.equals());
            List<Parts.Part> same = Parts.of(left.model());
            Optional<Solution> start = best.map(found -> in(found, left));
            Greedy.improved(left.model(), same, start, effort.rounds())
                    .ifPresent(found -> consider(original(found, left)));
            boolean none = false;
            if (effort.solver() > 0 && Natives.fault().isEmpty()) {
                none = optimise(fewer, same, rest, effort);
            }
            boolean proven = none;
            return best.<Outcome>map(found -> new Outcome.Solved(bounded(found)))
                    .orElseGet(() -> new Outcome.Unsolved(proven));
        }

        /** Whether it is certain that there is no solution. */
        private boolean optimise(
                Kinds fewer, List<Parts.Part> same, Dual.Rest rest, Effort effort) {
            Dual dual = dual(fewer, same, effort);
            if (rest.whole()) {
                raise(dual);
            }
            Optional<Solution> start = best.map(found -> in(found, rest.reduced()));
            Dual.Rest least = without(dual, start);
            Reduction.Reduced few = least.reduced();
            boolean whole = rest.whole() && least.whole();
            Kinds fewest = Kinds.of(few.model(), few.equals());
            if (fewest.options() > effort.solver() * PER_TIME) {
                return false;
            }
            CpSat.Answer answer =
                    CpSat.solve(fewest, start.map(found -> in(found, few)), effort.solver());
            answer.solution()
                    .map(found -> original(original(found, few), rest.reduced()))
                    .map(found -> whole ? found : found.withoutProof(bound))
                    .ifPresent(this::consider);
            return answer.impossible() && whole;
        }

        /** Until when all is to be ready; nothing that takes longer is better than the best. */
        private long deadline() {
            return goal.order() == Goal.Order.TIME
                    ? best.map(found -> found.value().seconds()).orElse(goal.seconds())
                    : goal.seconds();
        }

        private Dual dual(Kinds of, List<Parts.Part> same, Effort effort) {
            return Dual.of(of, same, deadline(), best.map(this::priced), effort.prices());
        }

        private long priced(Solution solution) {
            Value value = solution.value();
            return goal.order() == Goal.Order.TIME ? value.money() : value.first(goal);
        }

        private void raise(Dual dual) {
            if (goal.order() != Goal.Order.TIME) {
                long found = best.map(this::priced).orElse(Goal.ANY);
                bound = Math.max(bound, Math.min(found, dual.bound()));
            }
        }

        private Dual.Rest without(Dual dual, Optional<Solution> also) {
            // While a shorter time may be found, money rules nothing out.
            boolean comparable =
                    goal.order() != Goal.Order.TIME
                            || best.filter(found -> found.value().seconds() <= bound).isPresent();
            long value = comparable ? best.map(this::priced).orElse(Goal.ANY) : Goal.ANY;
            return dual.without(value, MOST, also.map(Solution::options).orElse(new int[0]));
        }

        private void consider(Solution found) {
            Optional<Value> value = Evaluation.of(model, found.options(), found.modes());
            if (value.isEmpty()) {
                return;
            }
            Solution checked =
                    new Solution(
                            found.options(),
                            found.modes(),
                            value.get(),
                            found.bound(),
                            found.proven(),
                            found.how());
            best =
                    best.filter(one -> one.value().beats(checked.value(), goal))
                            .map(one -> one.withBound(checked.bound(), checked.proven(), one.how()))
                            .or(() -> Optional.of(checked));
        }

        private Solution bounded(Solution solution) {
            return solution.withBound(
                    bound,
                    solution.value().first(goal) <= bound && goal.order() == Goal.Order.BALANCED,
                    solution.how());
        }
    }

    /** The solution of a smaller model that is the same. */
    private static Solution in(Solution solution, Reduction.Reduced smaller) {
        int[] options = new int[solution.options().length];
        for (int n = 0; n < options.length; n++) {
            options[n] = Arrays.binarySearch(smaller.kept()[n], solution.options()[n]);
        }
        return new Solution(
                options,
                solution.modes(),
                solution.value(),
                solution.bound(),
                solution.proven(),
                solution.how());
    }

    private static Solution original(Solution solution, Reduction.Reduced reduced) {
        return new Solution(
                reduced.original(solution.options()),
                solution.modes(),
                solution.value(),
                solution.bound(),
                solution.proven(),
                solution.how());
    }
}
