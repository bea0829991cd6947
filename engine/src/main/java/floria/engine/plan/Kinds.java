package floria.engine.plan;

/**
 * The kinds of steps that the engine knows by itself; the version of all of them is {@link
 * #VERSION}.
 */
public final class Kinds {
    public static final int VERSION = 1;

    /** Makes the instance's resource at its site, or adopts it, and waits until it is ready. */
    public static final String ENSURE = "resource.ensure";

    /** Removes the instance's resource from its site. */
    public static final String RELEASE = "resource.release";

    /**
     * Makes the instance's resource at another site, as a further generation beside the one that
     * there is; detail {@link #GENERATION}, {@link #SITE} and {@link #OFFER}.
     */
    public static final String PREPARE = "generation.prepare";

    /** Stops the instance's resource at its site, without removing it. */
    public static final String HALT = "resource.halt";

    /**
     * Copies what is on the instance's volume to the generation that was prepared; detail as that.
     */
    public static final String CARRY = "volume.carry";

    /**
     * From its end on, all instances that it names, by {@link #SWITCHED}, are their generations
     * that were prepared.
     */
    public static final String SWITCH = "generation.switch";

    /** Removes a generation that is not the instance's any more, or never became it; as those. */
    public static final String LEAVE = "generation.leave";

    /** Runs an operation on the instance's host; detail {@code interface} and {@code operation}. */
    public static final String OPERATION = "operation";

    /** Starts the instance's program on its host and leaves it running. */
    public static final String PROCESS_START = "process.start";

    /** Runs the instance's program on its host to its end. */
    public static final String PROCESS_RUN = "process.run";

    /** Ends the instance's program. */
    public static final String PROCESS_STOP = "process.stop";

    /** Waits until the instance's endpoint answers. */
    public static final String READY = "ready";

    /** Does nothing: marks that an instance without operations has come this far. */
    public static final String NOTHING = "nothing";

    /** Looks whether the filter of a workflow's step holds; what follows is left out if not. */
    public static final String FILTER = "workflow.filter";

    /** Looks whether the precondition of a workflow holds; fails if not. */
    public static final String CONDITION = "workflow.condition";

    /** Sets the state of the instance, as a workflow says. */
    public static final String STATE = "workflow.state";

    /** Runs a workflow that is one program. */
    public static final String PROGRAM = "workflow.program";

    /** Key of a step's detail: the state of the instance while the step runs. */
    public static final String STATE_DURING = "state.during";

    /** Key of a step's detail: the state of the instance once the step has succeeded. */
    public static final String STATE_AFTER = "state.after";

    /** Key of a step's detail: present when the steps after it run even if it fails. */
    public static final String TOLERATED = "tolerated";

    /** Key of a step's detail: present when steps after it see to its failure. */
    public static final String HANDLED = "handled";

    /**
     * Key of a step's detail: what it waits for each step before it to be, one letter for each, see
     * {@link Edge}; all must have succeeded when it is absent.
     */
    public static final String EDGES = "edges";

    /**
     * Key of a step's detail: where its activity stands in the run's workflow, see {@code
     * floria.engine.workflow.Place}. What a workflow does by itself says nothing of the revision or
     * the state of the instance.
     */
    public static final String ACTIVITY = "activity";

    /** Key of a step's detail: the state to set, where it is none of Floria's own. */
    public static final String WORD = "word";

    /**
     * Key of a step's detail: present when what is released was never there as far as is known, so
     * that it does not matter to the run whether that works; what is left is an orphan.
     */
    public static final String ABANDONED = "abandoned";

    /**
     * Key of a step's detail: the revision whose meaning the step has; that of its run when it is
     * absent. From its begin on it is the instance's own.
     */
    public static final String REVISION = "revision";

    /** Key of a step's detail: the generation that the instance's resource has from here on. */
    public static final String GENERATION = "generation";

    /** Keys of a step's detail: where that generation is made. */
    public static final String SITE = "site";

    public static final String OFFER = "offer";

    /**
     * Begin of the keys of the detail of {@link #SWITCH}, which end in the id of an instance. The
     * value is its part, generation, site and offer, with tabulators between; of software, only the
     * part.
     */
    public static final String SWITCHED = "switched.";

    /** Key of an operation's detail: the interface that it belongs to. */
    public static final String INTERFACE = "interface";

    /** Key of an operation's detail: its name. */
    public static final String OPERATION_NAME = "operation";

    /**
     * Keys of the detail of a relationship's operation: the ids of the instances that it joins, and
     * the number of the requirement among those of the source's node template. It runs where the
     * step's own instance is.
     */
    public static final String SOURCE = "source";

    public static final String TARGET = "target";
    public static final String REQUIREMENT = "requirement";

    private Kinds() {}

    /**
     * Whether a step is about another generation than the instance's own, and leaves that alone.
     */
    public static boolean isBeside(String kind) {
        return switch (kind) {
            case PREPARE, CARRY, SWITCH, LEAVE -> true;
            default -> false;
        };
    }

    /** Whether the failure of a step does not stop its run. */
    public static boolean isTolerated(floria.engine.state.Step step) {
        return step.detail().containsKey(TOLERATED) || step.detail().containsKey(HANDLED);
    }
}
