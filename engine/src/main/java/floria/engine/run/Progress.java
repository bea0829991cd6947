package floria.engine.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.engine.plan.Edge;
import floria.engine.plan.Kinds;
import floria.engine.state.Step;

/** Where the steps of a run stand, and which may be taken next. Not for use by several threads. */
final class Progress {
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, List<String>> successors = new HashMap<>();
    private final Map<String, Integer> waitingFor = new HashMap<>();
    private final ArrayDeque<String> ready = new ArrayDeque<>();
    private final ArrayDeque<String> idle = new ArrayDeque<>();
    private final Set<String> leftOut = new HashSet<>();
    private int open;
    private boolean halted;

    Progress(List<Step> plan) {
        for (Step step : plan) {
            numbers.put(step.id(), numbers.size());
            steps.put(step.id(), step);
        }
        for (Step step : plan) {
            halted |= step.state() == Step.State.FAILED && !tolerated(step);
            if (step.state().isFinal()) {
                settle(step);
                continue;
            }
            open++;
            int waiting = 0;
            for (String needed : step.dependsOn()) {
                if (!step(needed).state().isFinal()) {
                    successors.computeIfAbsent(needed, _ -> new ArrayList<>()).add(step.id());
                    waiting++;
                }
            }
            waitingFor.put(step.id(), waiting);
            if (waiting == 0 && step.state() == Step.State.PENDING) {
                due(step);
            }
        }
    }

    Step step(String id) {
        return Optional.ofNullable(steps.get(id)).orElseThrow();
    }

    int number(String id) {
        return Optional.ofNullable(numbers.get(id)).orElseThrow();
    }

    Collection<Step> all() {
        return steps.values();
    }

    List<Step> in(Step.State state) {
        return steps.values().stream().filter(step -> step.state() == state).toList();
    }

    /** Whether no step is pending or running. */
    boolean isOver() {
        return open == 0;
    }

    /** Takes steps that may start now, {@code most} of them; none after {@link #halt}. */
    List<Step> takeReady(int most) {
        List<Step> taken = new ArrayList<>();
        while (hasReady() && taken.size() < most) {
            taken.add(step(ready.remove()));
        }
        return taken;
    }

    /** Whether there are steps that may start now. */
    boolean hasReady() {
        return !halted && !ready.isEmpty();
    }

    /**
     * Takes the steps that are not to be taken, as things before them ended; none after {@link
     * #halt}, since what failed may be tried again.
     */
    List<Step> takeIdle() {
        if (halted) {
            return List.of();
        }
        List<Step> taken = idle.stream().map(this::step).toList();
        idle.clear();
        return taken;
    }

    private void due(Step step) {
        (begins(step) ? ready : idle).add(step.id());
    }

    /** Whether a step is to be taken, now that all that it depends on is over. */
    private boolean begins(Step step) {
        List<Edge> edges = Edge.of(step);
        boolean holds = true;
        boolean onlyFailures = !edges.isEmpty();
        for (int index = 0; index < edges.size(); index++) {
            Step before = step(step.dependsOn().get(index));
            boolean failed = before.state() == Step.State.FAILED;
            switch (edges.get(index)) {
                case FAILURE -> {
                    if (failed) {
                        return true;
                    }
                    continue;
                }
                case SUCCESS -> holds &= hasPassed(before);
                case UNLESS_FAILED -> holds &= !failed || hasPassed(before);
                case ENDED -> {}
            }
            onlyFailures = false;
        }
        return holds && !onlyFailures;
    }

    private boolean hasPassed(Step step) {
        return switch (step.state()) {
            case SUCCEEDED -> true;
            case FAILED -> step.detail().containsKey(Kinds.TOLERATED);
            // What somebody chose to go on without counts as done.
            case SKIPPED -> !leftOut.contains(step.id()) && !step.kind().equals(Kinds.FILTER);
            case PENDING, RUNNING -> false;
        };
    }

    private void settle(Step step) {
        if (step.state() == Step.State.SKIPPED && !begins(step)) {
            leftOut.add(step.id());
        }
    }

    /** Records a step's new state; what waited for it may become ready. */
    void put(Step step) {
        boolean ended = step.state().isFinal() && !step(step.id()).state().isFinal();
        steps.put(step.id(), step);
        if (!ended) {
            return;
        }
        open--;
        settle(step);
        if (step.state() == Step.State.FAILED && !tolerated(step)) {
            halted = true;
        }
        for (String successor : successors.getOrDefault(step.id(), List.of())) {
            int left = waitingFor.merge(successor, -1, Integer::sum);
            if (left == 0 && step(successor).state() == Step.State.PENDING) {
                due(step(successor));
            }
        }
    }

    /** No further step starts. */
    void halt() {
        halted = true;
    }

    /** Whether a step has failed whose failure stops the run. */
    boolean hasFailed() {
        return in(Step.State.FAILED).stream().anyMatch(step -> !tolerated(step));
    }

    /** Whether a step was not taken because the run was to end early. */
    boolean isCut() {
        // What somebody chose to skip says why.
        return in(Step.State.SKIPPED).stream().anyMatch(step -> step.error().isEmpty());
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    boolean isHalted() {
        return halted;
    }

    /** Whether what comes after the step comes even if it fails. */
    static boolean tolerated(Step step) {
        return Kinds.isTolerated(step);
    }

    /**
     * What could not be removed from its site. What failed first and was removed later, as a
     * workflow may have it, is not among it.
     */
    List<Step> leftBehind() {
        Map<String, Step> last = new LinkedHashMap<>();
        steps.values().stream()
                .filter(step -> step.kind().equals(Kinds.RELEASE))
                .forEach(step -> last.put(step.instance(), step));
        return last.values().stream().filter(step -> step.state() == Step.State.FAILED).toList();
    }
}
