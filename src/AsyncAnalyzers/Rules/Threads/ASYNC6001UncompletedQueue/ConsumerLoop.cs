namespace AsyncAnalyzers.Rules.Threads;

/// <summary>The loop that takes the items of a <c>BlockingCollection</c> or a channel until there will be no more.</summary>
internal static class ConsumerLoop
{
    /// <summary>
    /// <c>foreach (… in queue.GetConsumingEnumerable())</c>, <c>await foreach (… in channel.Reader.ReadAllAsync())</c>, <c>while (await
    /// channel.Reader.WaitToReadAsync())</c>, by syntax alone; null where a token is passed.
    /// </summary>
    public static StatementSyntax? At(SimpleNameSyntax read)
    {
        if (CallSyntax.InvocationOf(read) is not { ArgumentList.Arguments.Count: 0 } call)
        {
            return null;
        }

        ExpressionSyntax whole = call.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "ConfigureAwait",
            Parent: InvocationExpressionSyntax configured
        }
            ? configured : call;
        return read.Identifier.ValueText == "WaitToReadAsync"
            ? whole.Parent is AwaitExpressionSyntax { Parent: WhileStatementSyntax loop } ? loop : null
            : whole.Parent is CommonForEachStatementSyntax each && each.Expression == whole ? each : null;
    }

    /// <summary>Something in the loop leaves it, or asks whether it is to be left.</summary>
    public static bool MayEnd(StatementSyntax loop)
        => LoopWaits.HasExit(loop) || FunctionSyntax.OwnNodes(loop).Any(static node
            => node is SimpleNameSyntax { Identifier.ValueText: "ThrowIfCancellationRequested" or "Exit" or "FailFast" });

    /// <summary>The local or own field that is read; null where it is anything else.</summary>
    public static IdentifierNameSyntax? QueueOf(SimpleNameSyntax read, CodeModel model)
    {
        if (CallSyntax.Receiver(read) is not { } receiver)
        {
            return null;
        }

        if (read.Identifier.ValueText == "GetConsumingEnumerable")
        {
            return OwnMember.WithoutThis(receiver) as IdentifierNameSyntax;
        }

        if (receiver is IdentifierNameSyntax && model.SymbolOf(receiver) is ILocalSymbol local
            && LocalAssignments.OnlyValueOf(local, model) is { } reader)
        {
            receiver = reader;
        }

        return receiver is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Reader" } access
            ? OwnMember.WithoutThis(access.Expression) as IdentifierNameSyntax
            : null;
    }
}
