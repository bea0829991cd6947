package floria.server.configuration;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import floria.engine.market.SiteTerms;
import floria.engine.market.Terms;
import floria.server.kind.Kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SitesFileTest {
    @TempDir Path folder;

    @Test
    void withoutAFileThereAreTheEngineAndTheMachine() {
        assertThat(SitesFile.read(folder, Kinds.ALL).entries())
                .extracting(SiteEntry::name, SiteEntry::kind)
                .containsExactly(tuple("containers", "containers"), tuple("local", "local"));
    }

    @Test
    void readsSitesInTheirOrderWithAllTheyCanSay() throws IOException {
        List<SiteEntry> entries =
                read(
                        """
                        # Mine.
                        sites:
                          zoo:
                            kind: containers
                            address: tcp://engine.example.org:2375
                            images:
                              "debian:12": registry.example.org/debian:12
                              nginx: "registry.example.org/nginx:1"
                            pull: never
                            price: 0.025 EUR
                          a-b-1: {kind: local}
                          demo: {kind: simulated, world: demo.world}
                        """);

        assertThat(entries).extracting(SiteEntry::name).containsExactly("zoo", "a-b-1", "demo");
        SiteEntry zoo = entries.getFirst();
        assertThat(zoo.text("address")).contains("tcp://engine.example.org:2375");
        assertThat(zoo.text("pull")).contains("never");
        assertThat(zoo.map("images"))
                .isEqualTo(
                        Map.of(
                                "debian:12", "registry.example.org/debian:12",
                                "nginx", "registry.example.org/nginx:1"));
        assertThat(zoo.price()).contains(new SiteEntry.Price(new BigDecimal("0.025"), "EUR"));
        assertThat(entries.get(1).price()).isEmpty();
        assertThat(entries.get(2).text("world")).contains("demo.world");
    }

    @Test
    void readsHostsAsAListOrAsAText() throws IOException {
        List<SiteEntry> entries =
                read(
                        """
                        sites:
                          pool: {kind: hosts, hosts: [login, "gpu[1-2]"], sudo: yes}
                          other: {kind: hosts, hosts: login gpu1}
                        """);
        assertThat(entries.get(0).text("hosts")).contains("login gpu[1-2]");
        assertThat(entries.get(0).text("sudo")).contains("yes");
        assertThat(entries.get(1).text("hosts")).contains("login gpu1");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("", Optional.empty(), "names no site"),
                arguments("sites: {}", Optional.empty(), "names no site"),
                arguments("sites:", Optional.of(1), "sites must be a map"),
                arguments("- a", Optional.of(1), "the file must be a map"),
                arguments("sites: {a: [1}", Optional.of(1), "it is not YAML"),
                arguments(
                        "sites:\n  a: {kind: local}\nsite: {}", Optional.of(3), "key site beside"),
                arguments("sites:\n  A_b: {kind: local}", Optional.of(2), "'A_b' is no name"),
                arguments("sites:\n  a: local", Optional.of(2), "site a must be a map"),
                arguments(
                        "sites:\n  a:\n    pull: never",
                        Optional.of(3),
                        "no kind that is known; the kinds are containers, hosts, local, simulated"),
                arguments("sites:\n  a:\n    kind: cloud", Optional.of(3), "no kind that is known"),
                arguments(
                        "sites:\n  a:\n    kind: local\n    address: /x",
                        Optional.of(4),
                        "a key address, which local does not know; it knows agreements, calls_per_second, certifications, country, kind"),
                arguments(
                        "sites:\n  a:\n    kind: containers\n    pul: never",
                        Optional.of(4),
                        "it knows address, agreements, calls_per_second, certifications, country, images, kind, networks, price"),
                arguments(
                        "sites:\n  a: {kind: local}\n  a: {kind: local}",
                        Optional.of(3),
                        "sites has the key a twice"),
                arguments(
                        "sites:\n  a:\n    kind: containers\n    address: engine:2375",
                        Optional.of(4),
                        "tcp://host:port"),
                arguments(
                        "sites:\n  a:\n    kind: containers\n    address: [x]",
                        Optional.of(4),
                        "address of site a must be a text"),
                arguments(
                        "sites:\n  a:\n    kind: containers\n    pull: always",
                        Optional.of(4),
                        "none of missing, never"),
                arguments(
                        "sites:\n  a:\n    kind: containers\n    images: debian",
                        Optional.of(4),
                        "images of site a must be a map"),
                arguments(
                        "sites:\n  a:\n    kind: containers\n    images:\n      x: {}",
                        Optional.of(5),
                        "x in images of site a must be a text"),
                arguments(
                        "sites:\n  a:\n    kind: containers\n    price: cheap",
                        Optional.of(4),
                        "such as 0.02 EUR"),
                arguments(
                        "sites:\n  a:\n    kind: containers\n    price: -1 EUR",
                        Optional.of(4),
                        "such as 0.02 EUR"),
                arguments("sites:\n  a: {kind: hosts}", Optional.of(2), "names no hosts"),
                arguments(
                        "sites:\n  a:\n    kind: hosts\n    hosts: [ -oProxyCommand=x ]",
                        Optional.of(4),
                        "is no name of a host"),
                arguments(
                        "sites:\n  a:\n    kind: hosts\n    hosts: h\n    trust: all",
                        Optional.of(5),
                        "none of known, first-use"),
                arguments(
                        "sites:\n  a: {kind: containers, price: 1 EUR}\n"
                                + "  b: {kind: containers, price: 1 USD}",
                        Optional.of(3),
                        "another currency"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("mistakes")
    void saysWhatIsWrongAndWhere(String text, Optional<Integer> line, String words) {
        Path file = folder.resolve("sites.yaml");

        assertThatExceptionOfType(SitesFile.Invalid.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining(file + line.map(number -> ":" + number).orElse("") + ": ")
                .withMessageContaining(words);
    }

    @Test
    void saysAllMistakesAtOnce() {
        assertThatExceptionOfType(SitesFile.Invalid.class)
                .isThrownBy(() ->
                        read(
                                """
                                sites:
                                  UPPER: {kind: local}
                                  b: {kind: cloud}
                                  c: {kind: local, color: red}
                                """))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(4));
    }

    private List<SiteEntry> read(String text) throws IOException {
        Files.writeString(folder.resolve("sites.yaml"), text);
        return SitesFile.read(folder, Kinds.ALL).entries();
    }

    @Test
    void readsTheConditionsOfSites() throws Exception {
        Files.writeString(
                folder.resolve("prices.csv"),
                """
                Site,Region,Zone,Offer,CpuHour,MemoryGBHour,Gpu,GpuHour,Hour,Currency
                lab,*,*,*,,,,,0.30,EUR
                """);
        Files.writeString(
                folder.resolve("egress.csv"), "Source,Destination,UsdPerGB\nlab,far,0.09\n");
        Files.writeString(
                folder.resolve("sites.yaml"),
                """
                sites:
                  lab:
                    kind: local
                    country: it
                    certifications: ISO 27001, EOSC
                    projects: labs
                    agreements: {sla-7: 2026-01-01/2027-01-01 physics}
                    quotas: {site gpus: 8, project physics memory: 64, user machines: 2, group labs cpus: 96}
                prices: prices.csv
                routes: {prices: egress.csv}
                shares: {physics: 2, biology: 1}
                groups: {labs: "physics, biology"}
                rates: {USD: 0.50 EUR}
                """);

        Terms terms = SitesFile.read(folder, Kinds.ALL).terms();

        SiteTerms lab = Objects.requireNonNull(terms.sites().get("lab"));
        assertThat(lab.country()).contains("IT");
        assertThat(lab.certifications()).containsExactlyInAnyOrder("ISO 27001", "EOSC");
        assertThat(lab.projects()).containsExactlyInAnyOrder("labs", "physics", "biology");
        assertThat(lab.agreements())
                .singleElement()
                .satisfies(one -> assertThat(one.projects()).containsExactly("physics"));
        assertThat(lab.limits())
                .extracting(limit ->
                        limit.whose() + " " + limit.name().orElse("*") + " " + limit.most())
                .containsExactlyInAnyOrder(
                        "SITE * 8.0", "PROJECT physics 6.4E10", "USER * 2.0", "GROUP labs 96.0");
        assertThat(lab.limits().getLast().projects())
                .containsExactlyInAnyOrder("physics", "biology");
        assertThat(terms.routes().between("lab", "far").gigabyte()).isEqualByComparingTo("0.045");
        assertThat(terms.prices()).hasSize(1);
        assertThat(terms.shares()).containsEntry("physics", 2.0);
    }

    @Test
    void saysWhatIsWrongWithAQuota() throws Exception {
        Files.writeString(
                folder.resolve("sites.yaml"),
                "sites:\n  lab: {kind: local, quotas: {all gpus: 8}}\n");

        assertThatExceptionOfType(SitesFile.Invalid.class)
                .isThrownBy(() -> SitesFile.read(folder, Kinds.ALL).terms())
                .withMessageContaining("'all gpus' is no quota such as 'project physics gpus'");
    }

    @Test
    void readsHowOftenASiteMayBeCalled() throws Exception {
        Files.writeString(
                folder.resolve("sites.yaml"),
                "sites:\n  lab: {kind: local, calls_per_second: 0.5}\n  free: {kind: local}\n");

        assertThat(SitesFile.read(folder, Kinds.ALL).entries())
                .extracting(SiteEntry::callsPerSecond)
                .containsExactly(Optional.of(0.5), Optional.empty());
    }

    @Test
    void saysWhatIsWrongWithARate() throws Exception {
        Files.writeString(
                folder.resolve("sites.yaml"),
                "sites:\n  lab: {kind: local, calls_per_second: 0}\n");

        assertThatExceptionOfType(SitesFile.Invalid.class)
                .isThrownBy(() -> SitesFile.read(folder, Kinds.ALL))
                .withMessageContaining(
                        "calls_per_second of site lab is how many calls the site gets in a second at most");
    }
}
