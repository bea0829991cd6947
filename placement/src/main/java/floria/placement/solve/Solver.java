package floria.placement.solve;

import java.util.List;
import java.util.Optional;

/**
 * Finds the best solution of a model: exactly and at once where the parts do not get into each
 * other's way, else by improving the cheapest-first answer and by CP-SAT, which also says how far
 * from the best it may be. Equal models and efforts give equal answers.
 */
public final class Solver {

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
        List<Parts.Part> parts = Parts.of(smaller);
        Relaxation.Found relaxed = Relaxation.of(smaller, parts);
        if (relaxed.options().isEmpty()) {
            return new Outcome.Unsolved(true);
        }
        Optional<Solution> exact = exact(smaller, relaxed.options().get(), relaxed.bound());
        if (exact.isPresent()) {
            return solved(exact.get(), reduced);
        }
        if (Narrowing.isLarge(smaller)) {
            Reduction.Reduced narrow = Narrowing.of(smaller);
            Optional<Solution> best =
                    Greedy.first(smaller, parts).map(one -> one.withoutProof(relaxed.bound()));
            if (search(narrow.model(), narrow.equals(), 0, effort)
                    instanceof Outcome.Solved(var found)) {
                Solution narrowed = original(found, narrow).withoutProof(relaxed.bound());
                best = better(best, Optional.of(narrowed), smaller.goal());
            }
            return best.<Outcome>map(found -> solved(found, reduced))
                    .orElseGet(() -> new Outcome.Unsolved(false));
        }
        return switch (search(smaller, reduced.equals(), relaxed.bound(), effort)) {
            case Outcome.Solved(var found) -> solved(found, reduced);
            case Outcome.Unsolved none -> none;
        };
    }

    private static Outcome search(Model model, int[] equals, long bound, Effort effort) {
        List<Parts.Part> parts = Parts.of(model);
        Optional<Solution> best = Greedy.first(model, parts);
        best = Greedy.improved(model, parts, best, effort.rounds());
        boolean impossible = false;
        if (effort.solver() > 0 && Natives.fault().isEmpty()) {
            CpSat.Answer answer = CpSat.solve(model, equals, best, effort.solver());
            impossible = answer.impossible();
            best = better(best, answer.solution(), model.goal());
        }
        boolean none = impossible;
        return best.<Outcome>map(found -> new Outcome.Solved(bounded(found, bound, model.goal())))
                .orElseGet(() -> new Outcome.Unsolved(none));
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

    private static Optional<Solution> better(
            Optional<Solution> one, Optional<Solution> other, Goal goal) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        Solution found = other.get();
        return Optional.of(
                one.get().value().beats(found.value(), goal)
                        ? one.get().withBound(found.bound(), found.proven(), one.get().how())
                        : found);
    }

    private static Solution bounded(Solution solution, long bound, Goal goal) {
        return solution.withBound(
                bound,
                solution.value().first(goal) <= bound && goal.order() == Goal.Order.BALANCED,
                solution.how());
    }

    private static Outcome solved(Solution solution, Reduction.Reduced reduced) {
        return new Outcome.Solved(original(solution, reduced));
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
