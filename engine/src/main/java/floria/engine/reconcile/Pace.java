package floria.engine.reconcile;

import java.time.Duration;
import java.util.function.Supplier;

import floria.site.Fault;
import floria.site.SiteException;

/** Calls to one site, one after the other, with a pause between them. */
final class Pace {
    private final Duration pause;
    private final Settings.Sleeper sleeper;
    private boolean begun;

    Pace(Settings settings) {
        this.pause = settings.pause();
        this.sleeper = settings.sleeper();
    }

    synchronized <T> T call(Supplier<T> call) {
        if (begun && pause.isPositive()) {
            try {
                sleeper.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SiteException(
                        Fault.of(
                                Fault.Kind.TRANSIENT,
                                Fault.Scope.SITE,
                                "The look at the site was interrupted."),
                        e);
            }
        }
        begun = true;
        return call.get();
    }
}
