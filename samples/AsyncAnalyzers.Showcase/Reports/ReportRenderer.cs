using System.Net;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Timelines;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>Writes the page, and pictures of their own.</summary>
internal static class ReportRenderer
{
    private const string Folder = "Reports/Templates/";

    private static readonly Template Page = Parse("page.html");
    private static readonly Template Svg = Parse("timeline.svg");
    private static readonly Template Image = Parse("image.svg");

    /// <summary>The page, with all that it needs.</summary>
    public static string Render(ReportPage page) => Render(Page, new ScriptObject
    {
        ["page"] = page,
        ["items"] = page.Items.Select(item => Members(item, page.Texts)).ToArray(),
        ["style"] = new Markup(Read("colours.css") + Read("timeline.css") + Read("page.css")),
        ["script"] = new Markup(Read("page.js")),
        ["hatch"] = new Markup(Read("hatch.svg")),
        ["t"] = Translator(page.Texts),
    });

    /// <summary>A picture that stands alone, as in a README.</summary>
    public static string RenderImage(Timeline timeline, Texts texts)
        => Render(Image, new ScriptObject
        {
            ["drawing"] = new TimelineDrawing(timeline, TimelineLayout.Wide, texts),
            ["style"] = new Markup(Read("colours.css") + Read("timeline.css")),
            ["hatch"] = new Markup(Read("hatch.svg")),
            ["content"] = Draw(timeline, TimelineLayout.Wide, texts, "image"),
        });

    private static ScriptObject Members(ReportItem item, Texts texts)
    {
        bool isDrawn = item.Timeline is { IsEmpty: false };
        return new ScriptObject
        {
            ["item"] = item,
            ["description"] = isDrawn ? item.Timeline!.Panels.Select(panel => TimelineTexts.Describe(panel, texts)).ToArray() : null,
            ["wide"] = isDrawn ? Draw(item.Timeline!, TimelineLayout.Wide, texts, "wide") : null,
            ["narrow"] = isDrawn ? Draw(item.Timeline!, TimelineLayout.Narrow, texts, "narrow") : null,
            ["empty"] = texts[item.Timeline is null ? ReportTexts.NotRun : TimelineTexts.Nothing],
        };
    }

    private static Markup Draw(Timeline timeline, TimelineLayout layout, Texts texts, string kind)
        => new(Render(Svg, new ScriptObject { ["drawing"] = new TimelineDrawing(timeline, layout, texts), ["kind"] = kind }).TrimEnd());

    private static object Translator(Texts texts)
    {
        var words = new ScriptObject();
        foreach ((string name, string text) in ReportTexts.ByName)
        {
            words[name] = texts[text];
        }

        return words;
    }

    private static string Render(Template template, ScriptObject model)
    {
        var context = new EscapingContext();
        context.PushGlobal(model);
        return template.Render(context);
    }

    private static Template Parse(string name)
    {
        var template = Template.Parse(Read(name), name);
        return template.HasErrors ? throw new InvalidOperationException(string.Join('\n', template.Messages)) : template;
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(ReportRenderer).Assembly.GetManifestResourceStream(Folder + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Text that is markup already.</summary>
    private sealed record Markup(string Text);

    /// <summary>Escapes every value that a template writes, unless it is markup. No template can forget it.</summary>
    private sealed class EscapingContext : TemplateContext
    {
        public EscapingContext()
        {
            LoopLimit = 0;
            StrictVariables = true;
            LimitToString = 0;
        }

        public override TemplateContext Write(SourceSpan span, object? textAsObject)
            => textAsObject switch
            {
                Markup markup => Write(markup.Text),
                null => this,
                _ => Write(WebUtility.HtmlEncode(ObjectToString(textAsObject))),
            };
    }
}
