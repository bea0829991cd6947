package floria.site;

import java.util.Optional;

/**
 * How much of a site may be used, as the site itself has it: a limit of an account, what a machine
 * has for all together.
 *
 * @param whose for people: {@code account physics}, {@code user ana}, {@code host node7}
 * @param zone of the offers that it holds for; all of the site when empty
 * @param used by what runs, whoever runs it
 * @param reserved for what does not run now and has its place, such as jobs that wait
 */
public record Allowance(
        String whose,
        Optional<String> zone,
        Resource resource,
        double used,
        double reserved,
        double limit) {

    /** What is counted; memory and disk in bytes. */
    public enum Resource {
        MACHINES,
        CPUS,
        MEMORY,
        DISK,
        GPUS
    }
}
