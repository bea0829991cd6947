package floria.placement.catalogue;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.junit.jupiter.api.Test;

import floria.site.Hardware;
import floria.site.Offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PriceListTest {
    private static final String LIST =
            """
            # what the laboratory pays
            Site,Region,Zone,Offer,CpuHour,MemoryGBHour,Gpu,GpuHour,Hour,Currency
            *,*,*,*,0.02,0.005,,,,EUR
            lab,,gpu,,0.02,0.005,A100,1.20,,EUR
            lab,,,tiny,,,,,0.75,EUR
            """;

    private final PriceList list = PriceList.of(Csv.read("prices.csv", new StringReader(LIST)));

    @Test
    void theMostSpecificRowWins() {
        assertThat(price("other", offer("m", Optional.empty(), 0))).isEqualByComparingTo("0.24");
        assertThat(price("lab", offer("m", Optional.of("gpu"), 2))).isEqualByComparingTo("2.64");
        assertThat(price("lab", offer("m", Optional.of("gpu"), 0))).isEqualByComparingTo("0.24");
        assertThat(price("lab", offer("tiny", Optional.of("gpu"), 2))).isEqualByComparingTo("0.75");
    }

    @Test
    void saysInWhichLineAPriceIsNone() {
        assertThatThrownBy(() -> read("Site,Hour,Currency\na,,EUR\nb,x,EUR\n"))
                .isInstanceOf(Csv.Invalid.class)
                .hasMessage("prices.csv line 3: 'x' in column Hour is no number");
        assertThatThrownBy(() -> read("Site,Hour,Currency\nb,-1,EUR\n"))
                .hasMessage("prices.csv line 2: Hour is below zero");
        assertThatThrownBy(() -> read("Site,Hour,Currency\nb,1,euro\n"))
                .hasMessage("prices.csv line 2: 'EURO' is no currency such as EUR");
        assertThatThrownBy(() -> read("Site,Hour,Currency\n\"b,1,EUR\n"))
                .hasMessage("prices.csv line 2: a quotation does not end");
    }

    private static PriceList read(String text) {
        return PriceList.of(Csv.read("prices.csv", new StringReader(text)));
    }

    private BigDecimal price(String site, Offer offer) {
        return list.priced(site, offer).pricePerHour();
    }

    private static Offer offer(String id, Optional<String> zone, int gpus) {
        return new Offer(
                id,
                Set.of(Offer.Kind.MACHINE),
                new Hardware(
                        8, 16_000_000_000L, 0, gpus, Optional.of("A100").filter(_ -> gpus > 0)),
                false,
                BigDecimal.ZERO,
                "EUR",
                OptionalInt.empty(),
                zone);
    }
}
