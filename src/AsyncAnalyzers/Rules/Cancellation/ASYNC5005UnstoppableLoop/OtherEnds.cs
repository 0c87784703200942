namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>How else a loop may end: what it calls is closed by other code of its type, or looks at a token by itself.</summary>
internal sealed class OtherEnds(StatementSyntax loop, INamedTypeSymbol type, CodeModel model)
{
    private const int Depth = 3;

    private static readonly string[] StoppingMethods =
    {
        "Stop", "Dispose", "Close", "Shutdown", "ShutDown", "Cancel", "Abort", "Terminate", "Disconnect", "Finish", "Complete",
        "Kill", "Quit",
    };

    /// <summary>
    /// Other code of the type stops, closes or completes what the call is made on, or names it where the type is stopped. Of a parameter
    /// that is what callers give for it.
    /// </summary>
    public bool IsEndedElsewhere(InvocationExpressionSyntax call)
        => RootOf(call) is { } root
            && model.SymbolOf(root) is { } ended and (IFieldSymbol or IPropertySymbol or ILocalSymbol or IParameterSymbol)
            && (MentionsOf(root.Identifier.ValueText).Any(EndsIt) || (ended is IParameterSymbol parameter && IsEndedByCaller(parameter)));

    /// <summary>
    /// What is read may be completed by whoever writes to it, in other code, and ends then: the compilation completes channels or queues.
    /// </summary>
    public bool IsEndedByWriter(InvocationExpressionSyntax call)
        => CallSyntax.MethodOf(call, model) is { ContainingType: var source }
            && (source.Is(model.Types.ChannelReader) || source.Name == "BlockingCollection")
            && CompletedQueues.AreIn(model.Compilation, model.CancellationToken);

    /// <summary>The loop calls something that other code ends, or a method of the type that looks at a token of the type.</summary>
    public bool Exist()
    {
        HashSet<string> tokens = TokenNames();
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(loop))
        {
            if (node is InvocationExpressionSyntax call
                && (IsEndedElsewhere(call) || IsEndedByWriter(call) || (tokens.Count > 0 && LooksAt(tokens, call, Depth))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>_listener</c> of <c>_listener.Server.AcceptAsync()</c> and of <c>this._listener.AcceptAsync()</c>.</summary>
    private static IdentifierNameSyntax? RootOf(InvocationExpressionSyntax call)
    {
        ExpressionSyntax current = call.Expression;
        while (true)
        {
            switch (current)
            {
                case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax member }:
                    return member.Parent == call.Expression ? null : member;
                case MemberAccessExpressionSyntax access:
                    current = access.Expression;
                    break;
                case InvocationExpressionSyntax inner:
                    current = inner.Expression;
                    break;
                case PostfixUnaryExpressionSyntax postfix:
                    current = postfix.Operand;
                    break;
                default:
                    return current == call.Expression ? null : current as IdentifierNameSyntax;
            }
        }
    }

    private bool IsEndedByCaller(IParameterSymbol parameter)
        => parameter.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction, Name: var name }
            && loop.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && NameMentions.In(declaration, model)[name].Any(mention => CallSyntax.InvocationOf(mention) is { } call
                && OwnMember.NameOf(GivenArgument.For(parameter, call)) is { } handed
                // What the caller itself closes behind the call has ended by then.
                && MentionsOf(handed).Any(other => EndsIt(other)
                    && (IsRegistered(other) || FunctionSyntax.Enclosing(other) != FunctionSyntax.Enclosing(call))));

    private IEnumerable<IdentifierNameSyntax> MentionsOf(string name)
        => loop.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            ? VariableMentions.In(declaration, name, model)
            : Enumerable.Empty<IdentifierNameSyntax>();

    private bool EndsIt(IdentifierNameSyntax mention)
    {
        if (loop.Span.Contains(mention.Span) || FunctionSyntax.Enclosing(mention) is not { } function)
        {
            return false;
        }

        if (IsRegistered(mention))
        {
            return true;
        }

        if (function == FunctionSyntax.Enclosing(loop))
        {
            return false;
        }

        return IsStopping(EventLoopContext.NameOf(FunctionSyntax.OutermostEnclosing(function)))
            || mention.Ancestors().TakeWhile(static ancestor => ancestor is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax)
                .Any(static ancestor => ancestor switch
                {
                    InvocationExpressionSyntax call => CallSyntax.CalledName(call) is { } name && Ends(name),
                    MemberAccessExpressionSyntax access => Ends(access.Name.Identifier.ValueText),
                    ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax call }
                        => CallSyntax.CalledName(call) is { } name && Ends(name),
                    _ => false,
                });
    }

    /// <summary><c>token.Register(() => _listener.Stop())</c>, <c>token.Register(_listener.Stop)</c>.</summary>
    private static bool IsRegistered(IdentifierNameSyntax mention)
        => mention.Ancestors().OfType<ArgumentSyntax>().Any(static argument
            => argument.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax register }
                && register.Name.Identifier.ValueText is "Register" or "UnsafeRegister");

    private static bool IsStopping(string name)
        => Array.Exists(StoppingMethods, stop => name.StartsWith(stop, StringComparison.Ordinal));

    private static bool Ends(string name)
        => IsStopping(name) || name is "TryComplete" or "Exit" or "End";

    /// <summary>The tokens and sources of the type and of what it derives from.</summary>
    private HashSet<string> TokenNames()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ITypeSymbol declaring in type.SelfAndBases())
        {
            foreach (ISymbol member in declaring.GetMembers())
            {
                if (member is IFieldSymbol or IPropertySymbol && StoppingToken.IsTokenOrSource(member, model.Types))
                {
                    names.Add(member.Name);
                }
            }
        }

        return names;
    }

    private bool LooksAt(HashSet<string> tokens, InvocationExpressionSyntax call, int depth)
    {
        if (depth == 0
            || CallSyntax.MethodOf(call, model.In(call.SyntaxTree)) is not { } method
            || !SymbolEqualityComparer.Default.Equals(method.ContainingType?.OriginalDefinition, type.OriginalDefinition)
            || CalledSource.Of(method, model) is not { } called)
        {
            return false;
        }

        foreach (SyntaxNode node in called.Body.DescendantsAndSelf())
        {
            if (node is IdentifierNameSyntax name && tokens.Contains(name.Identifier.ValueText)
                || node is InvocationExpressionSyntax inner && LooksAt(tokens, inner, depth - 1))
            {
                return true;
            }
        }

        return false;
    }
}
