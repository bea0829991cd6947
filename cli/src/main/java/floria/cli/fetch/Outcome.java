package floria.cli.fetch;

/**
 * What came of one address.
 *
 * @param bytes that were sent
 * @param message why it failed; empty otherwise
 * @param hint what to do then, where something can be done
 */
public record Outcome(String address, Result result, int bytes, String message, String hint) {

    /** How it went. */
    public enum Result {
        /** There was something new. */
        FETCHED,
        /** There is what was there before. */
        UNCHANGED,
        /** It comes with Floria. */
        BUNDLED,
        /** It could not be had. */
        FAILED,
        /** It could not be had, and is a file that types name without needing it to be read. */
        LEFT_OUT
    }

    static Outcome of(String address, Result result, int bytes) {
        return new Outcome(address, result, bytes, "", "");
    }

    static Outcome failed(String address, String message, String hint, boolean spare) {
        return new Outcome(address, spare ? Result.LEFT_OUT : Result.FAILED, 0, message, hint);
    }
}
