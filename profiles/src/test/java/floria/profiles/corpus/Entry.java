package floria.profiles.corpus;

/**
 * A file with its known outcome.
 *
 * @param source the project that it comes from
 * @param confidence {@code A}, {@code B}, or nothing
 * @param why what is wrong with it, in the words of the manifest; empty if nothing is
 */
record Entry(
        String path, String source, String version, boolean valid, String confidence, String why) {}
