package floria.engine.run;

import java.util.Set;

/**
 * Takes steps of certain kinds. A step may be taken again after a crash, with the same attempt
 * number, when nobody knows how far it came: executors find what they made before by its key.
 * Called by many threads at once.
 */
public interface StepExecutor {

    Set<String> kinds();

    /**
     * Does what the step is for; blocks until it is done. Faults that an executor understands come
     * back as {@link Outcome.Failed}; anything thrown fails the step as an internal error.
     */
    Outcome execute(StepContext context) throws InterruptedException;
}
