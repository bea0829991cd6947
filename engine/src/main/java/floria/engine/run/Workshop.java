package floria.engine.run;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.lesson.Lessons;
import floria.engine.log.LogBook;
import floria.engine.revision.Blueprints;
import floria.engine.state.Run;
import floria.engine.state.Store;
import floria.engine.usage.Meter;
import floria.site.SiteException;

/** What every run loop works with. */
record Workshop(
        Store store,
        InstantSource clock,
        RandomGenerator random,
        Retry retry,
        LogBook log,
        RunPlanner planner,
        Blueprints blueprints,
        Map<String, StepExecutor> executors,
        Lessons lessons,
        Meter meter,
        Succession succession) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Workshop.class);

    static Map<String, StepExecutor> byKind(Collection<StepExecutor> executors) {
        Map<String, StepExecutor> byKind = new HashMap<>();
        for (StepExecutor executor : executors) {
            for (String kind : executor.kinds()) {
                if (byKind.put(kind, executor) != null) {
                    throw new IllegalArgumentException("two executors take steps of kind " + kind);
                }
            }
        }
        return Map.copyOf(byKind);
    }

    /** The executor of that kind; for a kind that is not known here, one that says so. */
    StepExecutor executor(String kind) {
        return Optional.ofNullable(executors.get(kind)).orElseGet(() -> new UnknownKind(kind));
    }

    /** What it means that an executor threw. */
    Outcome failure(StepContext context, RuntimeException e) {
        if (e instanceof SiteException site) {
            return Outcome.Failed.of(site.fault());
        }
        LOGGER.error("step {} of run {} failed", context.step().id(), context.step().run(), e);
        return new Outcome.Failed(
                "an internal error; the server's log has the details under run "
                        + context.step().run(),
                false);
    }

    /** What it means that a run could not be planned. */
    String unexpected(Run run, RuntimeException e) {
        LOGGER.error("run {} cannot be planned", run.id(), e);
        return "an internal error; the server's log has the details under run " + run.id();
    }

    private record UnknownKind(String kind) implements StepExecutor {
        @Override
        public java.util.Set<String> kinds() {
            return java.util.Set.of(kind);
        }

        @Override
        public Outcome execute(StepContext context) {
            return new Outcome.Failed(
                    "this version of Floria has no executor for steps of kind "
                            + kind
                            + "; use the one that planned the run",
                    false);
        }
    }
}
