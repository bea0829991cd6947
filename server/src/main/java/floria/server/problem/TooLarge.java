package floria.server.problem;

/** A template with its files that is more than the server takes. */
public final class TooLarge extends RuntimeException {
    static final String CODE = "too-large";
    static final String HINT =
            "Send only the files that the template names; let operations fetch data themselves.";

    public TooLarge(long limit) {
        super(detail(limit));
    }

    static String detail(long limit) {
        return "The request is larger than the " + (limit >> 20) + " MB that are taken.";
    }
}
