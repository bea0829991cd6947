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

        assertThat(ids(progress.takeReady(9))).containsExactly("a", "b");
        progress.put(in(step("a"), Step.State.SUCCEEDED));
        assertThat(progress.takeReady(9)).isEmpty();
        progress.put(in(step("b"), Step.State.SUCCEEDED));
        assertThat(ids(progress.takeReady(9))).containsExactly("c");
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
        assertThat(ids(progress.takeReady(9))).containsExactly("d");
    }

    @Test
    void nothingStartsAfterAFailure() {
        Progress progress = new Progress(List.of(step("a"), step("b"), step("c", "b")));
        progress.takeReady(9);
        progress.put(in(step("a"), Step.State.FAILED));
        progress.put(in(step("b"), Step.State.SUCCEEDED));

        assertThat(progress.isHalted()).isTrue();
        assertThat(progress.takeReady(9)).isEmpty();
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
        progress.takeReady(9);
        progress.put(in(tolerated, Step.State.FAILED));

        assertThat(ids(progress.takeReady(9))).containsExactly("b");
    }

    @Test
    void whatWaitsForAFailureBeginsOnlyThen() {
        Step handled = with(step("a"), Map.of(Kinds.HANDLED, "yes"));
        Step rescue = with(step("rescue", "a", "b"), Map.of(Kinds.EDGES, "FF"));
        Step both = with(step("both", "a", "a"), Map.of(Kinds.EDGES, "SF"));
        Step after = with(step("after", "then", "rescue"), Map.of(Kinds.EDGES, "EU"));
        List<Step> plan = List.of(handled, step("b"), step("then", "a"), rescue, both, after);

        Progress failed = new Progress(plan);
        failed.takeReady(9);
        failed.put(in(handled, Step.State.FAILED));
        failed.put(in(step("b"), Step.State.SUCCEEDED));
        assertThat(ids(failed.takeReady(9))).containsExactlyInAnyOrder("rescue", "both");
        assertThat(ids(failed.takeIdle())).containsExactly("then");

        Progress well = new Progress(plan);
        well.takeReady(9);
        well.put(in(handled, Step.State.SUCCEEDED));
        well.put(in(step("b"), Step.State.SUCCEEDED));
        assertThat(ids(well.takeReady(9))).containsExactlyInAnyOrder("then", "both");
        assertThat(ids(well.takeIdle())).containsExactly("rescue");
        well.put(in(rescue, Step.State.SKIPPED));
        well.put(in(step("then", "a"), Step.State.SUCCEEDED));
        assertThat(ids(well.takeReady(9))).containsExactly("after");
    }

    @Test
    void whatFollowsAStepThatIsLeftOutIsLeftOutToo() {
        Step filter = filter("f");
        Progress progress = new Progress(List.of(filter, step("a", "f"), step("b", "a")));
        progress.takeReady(9);
        progress.put(in(filter, Step.State.SKIPPED));

        assertThat(progress.takeReady(9)).isEmpty();
        assertThat(ids(progress.takeIdle())).containsExactly("a");
        progress.put(in(step("a", "f"), Step.State.SKIPPED));
        assertThat(ids(progress.takeIdle())).containsExactly("b");
        assertThat(
                        ids(
                                new Progress(
                                                List.of(
                                                        in(filter, Step.State.SKIPPED),
                                                        step("a", "f")))
                                        .takeIdle()))
                .containsExactly("a");
    }

    @Test
    void aFailureThatTheJournalKnowsHaltsTheNextOwnerToo() {
        Progress progress = new Progress(List.of(in(step("a"), Step.State.FAILED), step("b")));

        assertThat(progress.takeReady(9)).isEmpty();
    }

    private static List<String> ids(List<Step> steps) {
        return steps.stream().map(Step::id).toList();
    }

    private static Step filter(String id) {
        return step(id, Kinds.FILTER, Map.of(), List.of());
    }

    private static Step with(Step step, Map<String, String> detail) {
        return step(step.id(), step.kind(), detail, step.dependsOn());
    }

    private static Step step(String id, String... after) {
        return step(id, "x", Map.of(), List.of(after));
    }

    private static Step step(
            String id, String kind, Map<String, String> detail, List<String> after) {
        return new Step(
                "r",
                id,
                kind,
                1,
                "n",
                "i",
                after,
                detail,
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
