namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A plain flag that ends a loop on one thread, and is set by code that runs on another.</summary>
/// <param name="Loop">The loop that reads it.</param>
/// <param name="Symbol">The field, property or captured local.</param>
/// <param name="Write">Where other code sets it.</param>
/// <param name="Reads">How the loop reads it.</param>
/// <param name="IsSure">The loop may read it once, and other threads are known to be meant.</param>
internal sealed record StopFlag(FlagLoop Loop, ISymbol Symbol, ExpressionSyntax Write, ReadsInLoop Reads, bool IsSure)
{
    /// <summary>How many calls down the loop's code is looked at.</summary>
    private const int MaximumDepth = 3;

    private static readonly HashSet<string> WordsOfEnd = new(StringComparer.OrdinalIgnoreCase)
    {
        "Stop", "Stopped", "Stopping", "Cancel", "Canceled", "Cancelled", "Cancelling", "Abort", "Aborted", "Quit", "Exit", "Exiting",
        "Running", "Shutdown", "Terminate", "Terminated", "Terminating", "Alive", "Done", "Disposed", "Disposing", "Closed", "Closing",
        "Active", "Ready",
    };

    /// <summary>Null where the flag is no plain variable, no other code sets it, or the loop reads it again each time.</summary>
    public static StopFlag? Find(FlagLoop loop, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(loop.Loop) is not { } function || !MayBeWrittenElsewhere(loop, function)
            || model.SymbolOf(loop.Flag) is not { } symbol || !IsPlain(symbol, model.CancellationToken)
            || StatePath.Of(loop.Flag, model) is not { IsDirect: true }
            || EndsItself(loop) || WriteOf(loop, symbol, function, model) is not { } write)
        {
            return null;
        }

        ReadsInLoop reads = HoistedReads.In(loop, model);
        if (reads == ReadsInLoop.Again || !LockSets.At(loop.Loop, model).IsEmpty)
        {
            return null;
        }

        bool isStarted = IsStarted(function, model);
        bool isSure = reads == ReadsInLoop.Once && (isStarted || !loop.HasOtherEnd);
        return isSure || isStarted || (reads == ReadsInLoop.Once && NameWords.Of(loop.Name).Exists(WordsOfEnd.Contains))
            ? new StopFlag(loop, symbol, write, reads, isSure)
            : null;
    }

    private static bool IsPlain(ISymbol symbol, CancellationToken cancellationToken) => symbol switch
    {
        IFieldSymbol { IsVolatile: false, IsReadOnly: false, IsConst: false, Type.SpecialType: SpecialType.System_Boolean } field
            => !field.DeclaringSyntaxReferences.IsEmpty,
        IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean, IsVirtual: false, IsOverride: false, IsAbstract: false } property
            => SafeCode.IsAutomatic(property, cancellationToken),
        ILocalSymbol { Type.SpecialType: SpecialType.System_Boolean, IsRef: false } => true,
        _ => false,
    };

    /// <summary>Other code writes something of that name, by syntax alone.</summary>
    private static bool MayBeWrittenElsewhere(FlagLoop loop, SyntaxNode function)
        => TypeAround(loop) is { } type && type.Modifiers.Any(SyntaxKind.PartialKeyword)
            || (TypeAround(loop) ?? loop.Loop.SyntaxTree.GetRoot()).Descendants().Any(node
                => node is IdentifierNameSyntax name && name.Identifier.ValueText == loop.Name
                && Writes.IsWritten(Writes.ExpressionOf(name)) && FunctionSyntax.Enclosing(name) != function);

    /// <summary>A function that the loop calls, by its bare name, writes the flag: the same thread sees that.</summary>
    private static bool EndsItself(FlagLoop loop)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return IsWrittenBelow(loop.Loop, 0);

        bool IsWrittenBelow(SyntaxNode code, int depth)
            => FunctionSyntax.OwnNodes(code).OfType<InvocationExpressionSyntax>().Any(call
                => CallSyntax.CalledNameSyntax(call) is { } called
                    && CallSyntax.Receiver(called) is null or ThisExpressionSyntax or BaseExpressionSyntax
                    && called.Identifier.ValueText is var name && seen.Add(name)
                    && FunctionsNamed(name, loop).Any(function => FunctionSyntax.Body(function) is { } body
                        && (FunctionSyntax.OwnNodes(body).Any(node => node is IdentifierNameSyntax flag
                                && flag.Identifier.ValueText == loop.Name && Writes.IsWritten(Writes.ExpressionOf(flag)))
                            || (depth < MaximumDepth && IsWrittenBelow(body, depth + 1)))));
    }

    private static IEnumerable<SyntaxNode> FunctionsNamed(string name, FlagLoop loop)
        => (TypeAround(loop) ?? loop.Loop.SyntaxTree.GetRoot()).Descendants().Where(node => node switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText == name,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText == name,
            _ => false,
        });

    private static TypeDeclarationSyntax? TypeAround(FlagLoop loop) => loop.Loop.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    /// <summary>A write that ends the loop, in a function that is neither the loop's own nor a constructor.</summary>
    private static ExpressionSyntax? WriteOf(FlagLoop loop, ISymbol symbol, SyntaxNode function, CodeModel model)
    {
        IEnumerable<SyntaxNode> scopes = TypeAround(loop) is not { } type ? new[] { loop.Loop.SyntaxTree.GetRoot(model.CancellationToken) }
            : symbol is ILocalSymbol || !type.Modifiers.Any(SyntaxKind.PartialKeyword) ? new[] { type }
            : symbol.ContainingType.Parts(model.CancellationToken);
        foreach (IdentifierNameSyntax name in scopes.SelectMany(static scope => scope.Descendants()).OfType<IdentifierNameSyntax>())
        {
            ExpressionSyntax write = Writes.ExpressionOf(name);
            if (name.Identifier.ValueText == loop.Name && Writes.IsWritten(write) && !Writes.IsOfInitializedObject(write)
                && FunctionSyntax.Enclosing(write) is { } writer && writer != function && writer is not ConstructorDeclarationSyntax
                && !(write.Parent is AssignmentExpressionSyntax { Right: LiteralExpressionSyntax literal }
                    && literal.IsKind(SyntaxKind.TrueLiteralExpression) != loop.EndsAt)
                && (symbol is not ILocalSymbol || IsBeside(write, writer, loop, function))
                && SymbolEqualityComparer.Default.Equals(model.In(write.SyntaxTree).GetSymbolInfo(write).Symbol, symbol))
            {
                return write;
            }
        }

        return null;
    }

    /// <summary>The loop or the write stands in a function that is handed over before the other runs.</summary>
    private static bool IsBeside(ExpressionSyntax write, SyntaxNode writer, FlagLoop loop, SyntaxNode function)
        => writer.Span.Contains(function.Span) ? write.SpanStart > function.Span.End : writer.SpanStart < loop.Loop.SpanStart
            || !function.Span.Contains(writer.Span);

    /// <summary>The function is given to a thread or a task in its type, as it is or by one that calls it.</summary>
    private static bool IsStarted(SyntaxNode function, CodeModel model)
        => FunctionSyntax.OutermostEnclosing(function).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && type.Descendants().OfType<SimpleNameSyntax>().Any(name
                => ConcurrentStart.At(name) is { } start
                && start.Functions.SelectMany(ConcurrentBody.Of).Any(body => body.Function == function)
                && start.IsConfirmed(model));
}
