namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Whether a method that cleans up heeds the token that it is given.</summary>
internal sealed class ObservedToken
{
    /// <summary>How many calls deep the token is followed.</summary>
    private const int MaximumDepth = 8;

    /// <summary>Of an interface that more types implement, some heeds the token.</summary>
    private const int MostImplementations = 8;

    /// <summary>How many methods are looked at: behind more, something heeds the token.</summary>
    private const int MostMethods = 60;

    /// <summary>What the disposal behind it does as well, if less politely.</summary>
    private static readonly HashSet<string> Polite = new(StringComparer.Ordinal)
    {
        "Abort", "Close", "Detach", "Disconnect", "Dispose", "Leave", "Logoff", "Logout", "Quit", "Roll", "Rollback", "Shut", "Shutdown",
        "Stop", "Terminate",
    };

    private readonly Dictionary<(ISymbol Method, int Parameter), bool> _known = new();

    /// <summary>
    /// False where the body that the call runs is in sight and a cancelled token does not keep it from cleaning up: it does not pass the
    /// token on to anything that heeds it, nor throws because of it, or it does only what it can do without, and cleans up after that. For
    /// what may be overridden the body of its own speaks, and for what has none all those that implement it here.
    /// </summary>
    public static bool IsHeeded(IMethodSymbol method, int parameter, CodeModel model)
        => new ObservedToken().IsHeeded(method, parameter, MaximumDepth, model);

    private bool IsHeeded(IMethodSymbol method, int parameter, int depth, CodeModel model)
    {
        if (depth == 0)
        {
            return true;
        }

        (ISymbol, int) key = (method.OriginalDefinition, parameter);
        if (!_known.TryGetValue(key, out bool isHeeded))
        {
            if (_known.Count >= MostMethods)
            {
                return true;
            }

            // What calls itself heeds the token elsewhere, or nowhere.
            _known[key] = false;
            isHeeded = Find(method, parameter, depth, model);
            _known[key] = isHeeded;
        }

        return isHeeded;
    }

    private bool Find(IMethodSymbol method, int parameter, int depth, CodeModel model)
    {
        if (method.IsAbstract)
        {
            IMethodSymbol[] all = OnlyImplementation.AllOf(method, model).Take(MostImplementations + 1).ToArray();
            return all.Length is 0 or > MostImplementations
                || Array.Exists(all, one => IsHeeded(one, parameter, depth - 1, model));
        }

        if (CalledSource.Of(method, model) is not { } called || CalledSource.ParameterName(method, parameter) is not { } name)
        {
            return true;
        }

        CodeModel own = model.With(called.Model);
        return called.Body.DescendantsAndSelf().OfType<IdentifierNameSyntax>()
            .Any(mention => mention.Identifier.ValueText == name && IsHeeded(mention, called.Body, depth, own));
    }

    private bool IsHeeded(IdentifierNameSyntax mention, SyntaxNode body, int depth, CodeModel model)
    {
        switch (mention.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == mention:
                return access.Name.Identifier.ValueText is not ("IsCancellationRequested" or "CanBeCanceled" or "Register"
                        or "UnsafeRegister")
                    && !IsOptional(access, null, body, depth, model);
            case MemberAccessExpressionSyntax or NameColonSyntax:
                return false;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }:
                return IsHeededBy(call, mention, depth, model) && !IsOptional(mention, call, body, depth, model);
            default:
                return true;
        }
    }

    private bool IsHeededBy(InvocationExpressionSyntax call, IdentifierNameSyntax token, int depth, CodeModel model)
        => CallSyntax.MethodOf(call, model) is not { } method
            || GivenArgument.ParameterOf(token, call, method) is not { Ordinal: var parameter }
            || IsHeeded(method, parameter, depth - 1, model);

    /// <summary>
    /// No clean-up by its name, or only the polite end of a connection, and code cleans up even so: in the <c>finally</c> of its
    /// <c>try</c>, or behind a <c>try</c> whose <c>catch</c> takes the cancellation.
    /// </summary>
    private bool IsOptional(SyntaxNode node, InvocationExpressionSyntax? call, SyntaxNode body, int depth, CodeModel model)
    {
        if (call is not null && CallSyntax.CalledName(call) is { } name
            && (WorkNames.KindsOf(name) & CleanupName.Records) != 0 && !Polite.Contains(WorkNames.FirstWord(name)))
        {
            return false;
        }

        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            if (FunctionSyntax.IsFunction(current))
            {
                return false;
            }

            if (current is TryStatementSyntax @try && child == @try.Block
                && ((@try.Finally is { } @finally && CleansUp(@finally.Block, depth, model))
                    || (StoppedWork.TakesCancellation(@try) && StatementsBehind(@try).Any(behind => CleansUp(behind, depth, model)))))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<StatementSyntax> StatementsBehind(StatementSyntax statement)
        => statement.Parent is BlockSyntax { Statements: var all } ? all.Skip(all.IndexOf(statement) + 1)
            : Enumerable.Empty<StatementSyntax>();

    /// <summary>A call in it takes back, closes or gives back, whatever the token says.</summary>
    private bool CleansUp(SyntaxNode code, int depth, CodeModel model)
        => code.DescendantsAndSelf(static inner => !FunctionSyntax.IsFunction(inner)).OfType<InvocationExpressionSyntax>()
            .Any(call => CallSyntax.CalledName(call) is { } name && (WorkNames.KindsOf(name) & WorkKinds.Undo) != 0
                && CallSyntax.MethodOf(call, model) is { } method
                && !(TokenArguments.ParameterOf(method, model.Types) is { } parameter
                    && GivenArgument.For(parameter, call) is { } given && !TokenArguments.IsNone(given)
                    && IsHeeded(method, parameter.Ordinal, depth - 1, model)));
}
