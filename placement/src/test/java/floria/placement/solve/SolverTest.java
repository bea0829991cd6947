package floria.placement.solve;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SolverTest {
    private static final long SEED = 4711;
    private static final int PUZZLES = 600;

    @Test
    void findsWhatLookingAtEveryChoiceFinds() {
        int solvable = 0;
        int searched = 0;
        for (long i = 0; i < PUZZLES; i++) {
            Model model = new Puzzles(SEED + i).next();
            Optional<Value> best = BruteForce.best(model);
            Solver.Outcome outcome = Solver.solve(model, new Effort(50, 10));
            String which = "puzzle with seed " + (SEED + i) + ": " + outcome;
            switch (outcome) {
                case Solver.Outcome.Solved(var solution) -> {
                    assertThat(best).as(which).isPresent();
                    assertThat(Evaluation.of(model, solution.options(), solution.modes()))
                            .as(which)
                            .contains(solution.value());
                    assertThat(solution.value().first(model.goal()))
                            .as(which)
                            .isEqualTo(best.get().first(model.goal()));
                    assertThat(solution.value().second(model.goal()))
                            .as(which)
                            .isEqualTo(best.get().second(model.goal()));
                    assertThat(solution.proven()).as(which).isTrue();
                    assertThat(solution.gap(model.goal())).as(which).isZero();
                    solvable++;
                    searched += solution.how().equals("joint optimisation") ? 1 : 0;
                }
                case Solver.Outcome.Unsolved(var proven) -> {
                    assertThat(best).as(which).isEmpty();
                    assertThat(proven).as(which).isTrue();
                }
            }
        }
        System.out.println(
                "seeds from "
                        + SEED
                        + ": "
                        + PUZZLES
                        + " puzzles, "
                        + solvable
                        + " with a solution, "
                        + searched
                        + " of them by the solver");
        assertThat(solvable).isGreaterThan(PUZZLES / 3);
        assertThat(searched).isGreaterThan(PUZZLES / 10);
    }

    @Test
    void equalModelsGiveEqualAnswers() {
        for (long i = 0; i < 30; i++) {
            Solver.Outcome once = Solver.solve(new Puzzles(i).next(), Effort.USUAL);
            assertThat(Solver.solve(new Puzzles(i).next(), Effort.USUAL)).isEqualTo(once);
        }
    }

    @Test
    void isNeverWorseThanCheapestFirst() {
        for (long i = 0; i < 200; i++) {
            Model model = new Puzzles(i).next();
            Optional<Solution> greedy = Solver.cheapestFirst(model);
            Solver.Outcome outcome = Solver.solve(model, Effort.QUICK);
            if (greedy.isPresent()) {
                assertThat(outcome).as("seed " + i).isInstanceOf(Solver.Outcome.Solved.class);
                Value found = ((Solver.Outcome.Solved) outcome).solution().value();
                assertThat(greedy.get().value().beats(found, model.goal()))
                        .as("seed " + i)
                        .isFalse();
            }
        }
    }
}
