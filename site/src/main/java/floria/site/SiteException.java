package floria.site;

/**
 * How a call to a site fails. The cause is for the server's own log, the {@link Fault} for
 * everybody else.
 */
public final class SiteException extends RuntimeException {
    private final transient Fault fault;

    public SiteException(Fault fault) {
        super(fault.message());
        this.fault = fault;
    }

    public SiteException(Fault fault, Throwable cause) {
        super(fault.message(), cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
