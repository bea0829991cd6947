package floria.site.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;

/** The faults of this site, in words for people. */
final class Faults {
    private Faults() {}

    static SiteException of(Kind kind, String message, String hint) {
        return new SiteException(Fault.of(kind, Scope.RESOURCE, message, hint));
    }

    /** Classifies a failure of this machine's disk. */
    static SiteException disk(Path path, IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        String why = reason == null ? e.getClass().getSimpleName() : reason;
        if (why.contains("No space left") || why.contains("quota exceeded")) {
            return new SiteException(
                    Fault.of(
                            Kind.CAPACITY,
                            Scope.SITE,
                            "The disk that holds " + path + " is full.",
                            "Free some space, or give the site a root on another disk."),
                    e);
        }
        String what = e instanceof AccessDeniedException ? "permission denied" : why;
        return new SiteException(
                Fault.of(
                        Kind.UNREACHABLE,
                        Scope.SITE,
                        "The site's folder " + path + " cannot be used: " + what + ".",
                        "The user that runs the server needs to own it and to write to it."),
                e);
    }
}
