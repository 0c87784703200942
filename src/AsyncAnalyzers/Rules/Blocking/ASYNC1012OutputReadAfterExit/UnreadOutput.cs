using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>A stream of a process that is redirected and not read when something waits for the process.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Read">Where the stream is read; null where nobody reads it.</param>
/// <param name="Redirection">Where it is redirected.</param>
/// <param name="IsLikely">It is the stream that programs write to, and the wait is no short look.</param>
internal sealed record UnreadOutput(ProcessWait Wait, ProcessStream Stream, SyntaxNode? Read, SyntaxNode Redirection, bool IsLikely)
{
    /// <summary>The read stands behind the wait: it comes too late. Otherwise it stands on another path.</summary>
    public bool IsReadLater => Read is not null && Read.SpanStart > Wait.Name.SpanStart;

    /// <summary>What is wrong with the place of a name; null where nothing is, or where nothing is known.</summary>
    public static UnreadOutput? Find(SimpleNameSyntax name, CodeModel model)
    {
        if (ProcessWait.At(name, model) is not { } wait
            || FunctionSyntax.Enclosing(name) is not { } function
            || ProcessVariable.Of(wait.Process, function, model) is not { } process)
        {
            return null;
        }

        var redirected = RedirectedStreams.Of(process, wait.Place, model);
        ProcessStream asked = redirected.All & ~wait.Read;
        if (asked == ProcessStream.None)
        {
            return null;
        }

        var uses = ProcessUses.Of(process, name, model);
        asked &= ~uses.ReadSometime;
        if (asked == ProcessStream.None || !uses.HasStart || (wait.IsBounded && uses.IsHandedOver)
            || FunctionGraph.Of(function, model) is not { } graph)
        {
            return null;
        }

        ProcessStream unread = asked & UnreadAt(wait, graph, new UnreadFlow(uses, asked), model);
        foreach (ProcessStream stream in new[] { ProcessStream.Output, ProcessStream.Error })
        {
            if ((unread & stream) != 0 && !uses.IsReadInLoopAround(wait.Place, stream))
            {
                SyntaxNode? read = ReadOf(stream, wait, uses);
                bool isLikely = stream == ProcessStream.Output
                    ? !wait.IsShort(model)
                    : wait.Read == ProcessStream.None && (!wait.IsBounded || read is not null)
                        && ((redirected.All & ProcessStream.Output) == 0 || uses.ReadsOutputByEvents);
                return new UnreadOutput(wait, stream, read, redirected.Where(stream), isLikely);
            }
        }

        return null;
    }

    private static ProcessStream UnreadAt(ProcessWait wait, ControlFlowGraph graph, UnreadFlow flow, CodeModel model)
        => (ProcessStream)(flow.Solve(graph, UnreadFlow.Reached, model.CancellationToken).At(wait.Place) & (ulong)ProcessStream.Both);

    /// <summary>The first read behind the wait, or else the first before it, on another path.</summary>
    private static SyntaxNode? ReadOf(ProcessStream stream, ProcessWait wait, ProcessUses uses)
    {
        SyntaxNode? before = null;
        foreach ((SyntaxNode place, ProcessStream read) in uses.Reads)
        {
            if (read == stream)
            {
                if (place.SpanStart > wait.Name.SpanStart)
                {
                    return place;
                }

                before ??= place;
            }
        }

        return before;
    }
}
