package floria.engine.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import floria.engine.plan.Kinds;
import floria.engine.state.Step;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {

    @Test
    void aStepIsReadyWhenEverythingBeforeItHasEnded() {
        Progress progress =
                new Progress(List.of(step("a"), step("b"), step("c", "a", "b"), step("d", "c")));

        assertThat(ids(progress.takeReady())).containsExactly("a", "b");
        progress.put(in(step("a"), Step.State.SUCCEEDED));
        assertThat(progress.takeReady()).isEmpty();
        progress.put(in(step("b"), Step.State.SUCCEEDED));
        assertThat(ids(progress.takeReady())).containsExactly("c");
        assertThat(progress.isOver()).isFalse();
    }

    @Test
    void goesOnFromWhatTheJournalKnows() {
        Progress progress =
                new Progress(
                        List.of(
                                in(step("a"), Step.State.SUCCEEDED),
                                in(step("b", "a"), Step.State.RUNNING),
                                step("c", "b"),
                                step("d", "a")));

        assertThat(ids(progress.in(Step.State.RUNNING))).containsExactly("b");
        assertThat(ids(progress.takeReady())).containsExactly("d");
    }

    @Test
    void nothingStartsAfterAFailure() {
        Progress progress = new Progress(List.of(step("a"), step("b"), step("c", "b")));
        progress.takeReady();
        progress.put(in(step("a"), Step.State.FAILED));
        progress.put(in(step("b"), Step.State.SUCCEEDED));

        assertThat(progress.isHalted()).isTrue();
        assertThat(progress.takeReady()).isEmpty();
    }

    @Test
    void stepsAfterATolerableFailureGoOn() {
        Step tolerated =
                new Step(
                        "r",
                        "a",
                        "x",
                        1,
                        "n",
                        "i",
                        List.of(),
                        Map.of(Kinds.TOLERATED, "yes"),
                        "",
                        Step.State.PENDING,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Progress progress = new Progress(List.of(tolerated, step("b", "a")));
        progress.takeReady();
        progress.put(in(tolerated, Step.State.FAILED));

        assertThat(ids(progress.takeReady())).containsExactly("b");
    }

    @Test
    void aFailureThatTheJournalKnowsHaltsTheNextOwnerToo() {
        Progress progress = new Progress(List.of(in(step("a"), Step.State.FAILED), step("b")));

        assertThat(progress.takeReady()).isEmpty();
    }

    private static List<String> ids(List<Step> steps) {
        return steps.stream().map(Step::id).toList();
    }

    private static Step step(String id, String... after) {
        return new Step(
                "r",
                id,
                "x",
                1,
                "n",
                "i",
                List.of(after),
                Map.of(),
                "",
                Step.State.PENDING,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Step in(Step step, Step.State state) {
        return new Step(
                step.run(),
                step.id(),
                step.kind(),
                1,
                step.node(),
                step.instance(),
                step.dependsOn(),
                step.detail(),
                "",
                state,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
