package floria.engine.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Step;
import floria.engine.state.Writer;

/** What a run that has failed may be followed by, so that its purpose is reached in another way. */
@FunctionalInterface
public interface Succession {

    /** Nothing follows. */
    Succession NONE = (_, _, _, _) -> Optional.empty();

    /**
     * What is written with the run's end, if another run is to follow; it says whether that is so,
     * since the deployment may have changed meanwhile. Called again after a crash.
     *
     * @param failed its steps that failed; what they taught is stored
     */
    Optional<Predicate<Writer>> after(
            Run run, Deployment deployment, List<Step> failed, Instances instances);
}
