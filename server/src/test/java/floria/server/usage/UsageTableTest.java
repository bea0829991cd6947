package floria.server.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UsageTableTest {
    @Test
    void keepsNamesFromBeingColumnsOrFormulas() {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        UsageView.Use use =
                new UsageView.Use(
                        "01",
                        "=SUM(A1)",
                        "default",
                        "local",
                        "a, \"b\"",
                        0,
                        "sim",
                        "small",
                        noon,
                        Optional.empty(),
                        1.5,
                        Optional.of(new BigDecimal("0.10")),
                        Optional.empty(),
                        "EUR");

        assertThat(UsageTable.of(List.of(use)).split("\r\n"))
                .containsExactly(
                        "project,owner,deployment,id,node,index,site,offer,from,until,hours,"
                                + "price_per_hour,cost,currency",
                        "default,local,'=SUM(A1),01,\"a, \"\"b\"\"\",0,sim,small,"
                                + "2026-03-01T12:00:00Z,,1.5,0.10,,EUR");
    }
}
