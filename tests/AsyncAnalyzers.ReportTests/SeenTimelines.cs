using Microsoft.Playwright;

namespace AsyncAnalyzers.ReportTests;

/// <summary>What is seen of the timelines of a page: of the two drawings of each, wide and narrow, one.</summary>
internal static class SeenTimelines
{
    private const string All = "[...document.querySelectorAll('svg.timeline')].filter(svg => svg.getBoundingClientRect().width > 0)";

    /// <summary>What a script says of each of them, one list after the other.</summary>
    /// <param name="page">The page.</param>
    /// <param name="script">A function that takes one timeline and gives a list.</param>
    public static Task<T[]> AskAsync<T>(this IPage page, string script) => page.EvaluateAsync<T[]>($"{All}.flatMap({script})");

    /// <summary>The lanes, from top to bottom.</summary>
    public static Task<string[]> LanesAsync(this IPage page)
        => page.AskAsync<string>("svg => [...svg.querySelectorAll('text.lane')].map(text => text.textContent)");

    /// <summary>What is wrong with the drawings: bars beside the axis, labels that cover each other or are cut off.</summary>
    public static Task<string[]> FlawsAsync(this IPage page) => page.AskAsync<string>(
        """
        svg => {
          const found = [];
          const whole = svg.getBoundingClientRect();
          const axis = svg.querySelector('.axis').getBoundingClientRect();
          for (const bar of svg.querySelectorAll('rect:has(title)')) {
            const box = bar.getBoundingClientRect();
            if (box.left < axis.left - 2 || box.right > axis.right + 8 || box.top < whole.top || box.bottom > axis.top + 1)
              found.push('beside the axis: ' + bar.textContent);
          }
          const texts = [...svg.querySelectorAll('text')].map(text => ({ text: text.textContent, box: text.getBoundingClientRect() }));
          texts.forEach((a, i) => {
            const isWide = a.box.left < whole.left - 1 || a.box.right > whole.right + 1;
            if (isWide || a.box.top < whole.top - 1 || a.box.bottom > whole.bottom + 1)
              found.push('cut off: ' + a.text);
            texts.slice(i + 1).forEach(b => {
              const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
              const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
              if (width > 1 && height > 2) found.push('one over the other: ' + a.text + ' / ' + b.text);
            });
          });
          return found;
        }
        """);

    /// <summary>How many pixels of the page the window does not show.</summary>
    public static Task<int> HiddenWidthAsync(this IPage page)
        => page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
