package floria.placement.solve;

/**
 * How hard is tried, in measures that do not depend on the machine's load, so that equal input
 * gives equal output.
 *
 * @param rounds of improvement before the solver starts
 * @param solver deterministic time of CP-SAT, in its own unit, of which one is some seconds of one
 *     core
 */
public record Effort(int rounds, double solver) {
    /** How often prices on what is scarce are put right. */
    int prices() {
        return solver > 0 ? 400 : 60;
    }

    /** For an answer that somebody waits for. */
    public static final Effort USUAL = new Effort(4000, 0.4);

    /** Without the solver. */
    public static final Effort QUICK = new Effort(100, 0);
}
