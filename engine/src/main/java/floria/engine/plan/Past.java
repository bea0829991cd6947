package floria.engine.plan;

import java.util.Optional;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;

/** What the plan asks of the world beyond what is stored. */
public interface Past {

    /** What the revision meant, by its number. */
    Blueprint blueprint(int revision);

    /**
     * What it takes to bring the resource of an instance to what {@code now} means by it; asks the
     * site where it must.
     *
     * @param then the instances that there will be
     */
    Difference resource(Instance instance, Blueprint now, Instances then);

    /** Why what is on a volume cannot be copied to another site; empty where it can. */
    Optional<String> obstacle(Instance volume, String site);
}
