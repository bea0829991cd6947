package floria.site.slurm;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;

/** Tells by Slurm's words what kind of failure it is. */
final class Faults {
    private Faults() {}

    private record Rule(Pattern words, Kind kind, Scope scope, String hint) {}

    private static Rule rule(String words, Kind kind, Scope scope, String hint) {
        return new Rule(Pattern.compile(words), kind, scope, hint);
    }

    private static final List<Rule> RULES =
            List.of(
                    rule(
                            "unable to contact slurm|connection refused|connect failure|communication"
                                    + " connection|unable to connect|controller .*not respond|socket timed"
                                    + " out|no route to host|zero bytes were transmitted",
                            Kind.UNREACHABLE,
                            Scope.SITE,
                            "See whether the controller (slurmctld) runs; jobs go on without it."),
                    rule(
                            "backup controller|slurm backup controller in standby|temporarily unable"
                                    + " to accept",
                            Kind.TRANSIENT,
                            Scope.SITE,
                            "Try again a little later."),
                    rule(
                            "authentication|munge|invalid user id|access.permission denied|token|not"
                                    + " authorized|user's group not permitted|unauthorized",
                            Kind.AUTHORIZATION,
                            Scope.CREDENTIAL,
                            "See whether the site's user may still use the cluster, and its token is"
                                    + " valid."),
                    rule(
                            "accounting.qos policy|job submit limit|limit.*(exceed|reached)|assocmax|"
                                    + "assocgrp|qosmax|qosgrp|quota exceeded",
                            Kind.QUOTA,
                            Scope.CREDENTIAL,
                            "Wait until jobs have ended, ask for less, or name another account or QOS."),
                    rule(
                            "invalid partition|partition.*not available",
                            Kind.NOT_FOUND,
                            Scope.OFFER,
                            "Look at the site's offers: floria sites."),
                    rule(
                            "invalid account|invalid qos|invalid feature|reservation is invalid|invalid"
                                    + " reservation|time limit",
                            Kind.INVALID,
                            Scope.RESOURCE,
                            "Correct it in the template."),
                    rule(
                            "node configuration is not available|more processors requested|memory"
                                    + " required by task|nodes are not available",
                            Kind.CAPACITY,
                            Scope.OFFER,
                            "Ask for less on each node, or use another partition."),
                    rule(
                            "no space left",
                            Kind.CAPACITY,
                            Scope.SITE,
                            "Make room in the site's folder."));

    static SiteException of(Kind kind, String message, String hint) {
        return new SiteException(Fault.of(kind, scope(kind), message, hint));
    }

    private static Scope scope(Kind kind) {
        return switch (kind) {
            case UNREACHABLE, TRANSIENT, INTERNAL -> Scope.SITE;
            case AUTHORIZATION, QUOTA -> Scope.CREDENTIAL;
            case CAPACITY -> Scope.OFFER;
            case NOT_FOUND, CONFLICT, INVALID -> Scope.RESOURCE;
        };
    }

    /**
     * @param doing such as {@code submit a job}
     * @param said what Slurm printed or answered
     */
    static SiteException of(String site, String doing, String said) {
        String words = said.strip().replaceAll("(?m)^(sbatch|squeue|scancel|scontrol): ", "");
        String lower = words.toLowerCase(Locale.ROOT);
        String message =
                "Slurm of site '"
                        + site
                        + "' did not "
                        + doing
                        + ": "
                        + (words.isEmpty() ? "it said nothing" : words);
        for (Rule rule : RULES) {
            if (rule.words().matcher(lower).find()) {
                return new SiteException(Fault.of(rule.kind(), rule.scope(), message, rule.hint()));
            }
        }
        return new SiteException(Fault.of(Kind.INTERNAL, Scope.SITE, message));
    }

    static SiteException interrupted(Throwable cause) {
        Thread.currentThread().interrupt();
        return new SiteException(
                Fault.of(Kind.TRANSIENT, Scope.SITE, "The call was interrupted."), cause);
    }
}
