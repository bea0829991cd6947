package floria.engine.market;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.placement.Candidate;
import floria.placement.Quota;
import floria.site.SiteDescription;

/**
 * What an administrator says of a site beyond what its adapter knows.
 *
 * @param projects that may use it; all when empty
 * @param networks that join its machines to those of other sites
 */
public record SiteTerms(
        Optional<String> country,
        Optional<String> region,
        Set<String> certifications,
        Set<String> projects,
        List<Agreement> agreements,
        List<Limit> limits,
        Set<String> networks) {
    public static final SiteTerms NONE =
            new SiteTerms(
                    Optional.empty(),
                    Optional.empty(),
                    Set.of(),
                    Set.of(),
                    List.of(),
                    List.of(),
                    Set.of());

    public SiteTerms {
        certifications = Set.copyOf(certifications);
        projects = Set.copyOf(projects);
        agreements = List.copyOf(agreements);
        limits = List.copyOf(limits);
        networks = Set.copyOf(networks);
    }

    /**
     * A service level agreement.
     *
     * @param projects that it is with; all when empty
     */
    public record Agreement(String id, Instant start, Instant end, Set<String> projects) {
        public Agreement {
            projects = Set.copyOf(projects);
        }

        Candidate.Agreement known() {
            return new Candidate.Agreement(id, start, end);
        }
    }

    /** Whose use is counted. */
    public enum Whose {
        SITE,
        GROUP,
        PROJECT,
        USER
    }

    /**
     * The most that may be used of a resource.
     *
     * @param name of the group, project or user; empty for the site, and for each of them alike
     * @param projects that are in the group
     */
    public record Limit(
            Whose whose,
            Optional<String> name,
            Quota.Resource resource,
            double most,
            Set<String> projects) {
        public Limit {
            projects = Set.copyOf(projects);
        }

        /** Of no group. */
        public Limit(Whose whose, Optional<String> name, Quota.Resource resource, double most) {
            this(whose, name, resource, most, Set.of());
        }

        /** The same of that group. */
        public Limit of(String group, Set<String> members) {
            return new Limit(whose, Optional.of(group), resource, most, members);
        }
    }

    boolean allows(String project) {
        return projects.isEmpty() || projects.contains(project);
    }

    /** What the adapter says of itself, completed. */
    SiteDescription complete(SiteDescription site) {
        return new SiteDescription(
                site.name(),
                site.kind(),
                site.title(),
                site.isolated(),
                country.or(site::country),
                site.images(),
                region.or(site::region),
                certifications.isEmpty() ? site.certifications() : certifications,
                networks.isEmpty() ? site.networks() : networks);
    }
}
