package floria.cli.fetch;

import java.time.Duration;

import floria.tosca.source.Fetched;

/**
 * How much is fetched at most.
 *
 * @param file bytes of one file
 * @param total bytes of all files
 * @param files how many
 * @param depth how deep imports of imports go
 * @param redirects how often one address may lead to another
 * @param time for one file, from its name's resolution to its last byte
 */
public record Bounds(int file, long total, int files, int depth, int redirects, Duration time) {

    /** Far above what templates have. */
    public static final Bounds STANDARD =
            new Bounds(Fetched.LARGEST, 64L << 20, 300, 20, 5, Duration.ofSeconds(30));
}
