namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The token that a loop which looks at none could look at.</summary>
internal sealed class TokenInScope
{
    private readonly StatementSyntax _loop;
    private readonly CodeModel _model;

    private TokenInScope(StatementSyntax loop, CodeModel model)
    {
        _loop = loop;
        _model = model;
    }

    /// <summary>It cannot be told whether there is a token, or the one there is may end the loop in another way.</summary>
    public bool IsUnclear { get; private set; }

    public StoppingToken? Token { get; private set; }

    /// <summary>
    /// The only token parameter of the function, or of one around it that waits for the loop; else the only source in a field that the type
    /// cancels.
    /// </summary>
    public static TokenInScope Of(StatementSyntax loop, INamedTypeSymbol type, CodeModel model)
    {
        var scope = new TokenInScope(loop, model);
        scope.Find(type);
        return scope;
    }

    private void Find(INamedTypeSymbol type)
    {
        SyntaxNode loopFunction = FunctionSyntax.Enclosing(_loop)!;
        for (SyntaxNode? function = loopFunction; function is not null; function = FunctionSyntax.Enclosing(function))
        {
            IMethodSymbol? method = FunctionSyntax.SymbolOf(function, _model);
            ImmutableArray<IParameterSymbol> tokens = CancellationTokensInScope.ParametersOf(function, _model);
            bool isOfWork = function == loopFunction || HostedService.RunsUntilStopped(method, type, _model.Types);
            if (tokens.Length > 0 && (isOfWork || !HostedService.Is(type, _model.Types)))
            {
                if (tokens.Length > 1 || tokens[0].RefKind != RefKind.None || tokens[0].Name.All(static letter => letter == '_')
                    || IsHandedOn(tokens[0].Name, loopFunction)
                    || CancelledToken.IsExpectedAt(_loop, tokens[0].Name, function, _model))
                {
                    IsUnclear = !HostedService.Is(type, _model.Types) || tokens.Length > 1
                        || !tokens[0].Name.All(static letter => letter == '_');
                    return;
                }

                Token = new StoppingToken(tokens[0].Name, tokens[0].Name, tokens[0], IsOfSource: false);
                return;
            }

            if (FunctionSyntax.IsStatic(function) || (!IsWaitedFor(function) && !RunsInWork(function, type)))
            {
                break;
            }
        }

        Token = OfType(type);
    }

    /// <summary>
    /// The token goes to something that may end the loop: a source that is linked to it, a callback, an object that keeps it. A call that
    /// is awaited on the spot, and a look at whether it is cancelled, are over when the loop runs.
    /// </summary>
    private bool IsHandedOn(string name, SyntaxNode function)
        => VariableMentions.In(FunctionSyntax.OutermostEnclosing(function), name, _model).Any(mention
            => !CallSyntax.IsInNameOf(mention) && !IsOver(mention));

    private bool IsOver(IdentifierNameSyntax mention) => mention.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == mention
            && access.Name.Identifier.ValueText is "IsCancellationRequested" or "ThrowIfCancellationRequested",
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            => call.Span.Contains(_loop.Span)
                || (TaskUse.Of(call).Kind == TaskUseKind.Awaited
                    && FunctionSyntax.Enclosing(mention) is { } function && function.Span.Contains(_loop.Span)),
        _ => false,
    };

    /// <summary>
    /// The function around awaits or returns the work of the lambda or local function, so that its token is the work's too.
    /// </summary>
    private static bool IsWaitedFor(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }
            => TaskUse.OfWhole(call).IsWaitedFor,
        LocalFunctionStatementSyntax { Parent: { } block } local => block.Descendants().Any(node
            => node is IdentifierNameSyntax name && name.Identifier.ValueText == local.Identifier.ValueText
                && (name.Parent is InvocationExpressionSyntax direct ? direct
                    : name.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax starter } ? starter
                    : null) is { } call
                && TaskUse.OfWhole(call).IsWaitedFor),
        _ => false,
    };

    /// <summary>A lambda or local function in <c>ExecuteAsync</c>: the token there lives as long as the service.</summary>
    private bool RunsInWork(SyntaxNode function, INamedTypeSymbol type)
        => FunctionSyntax.IsFunction(function)
            && FunctionSyntax.Enclosing(function) is { } outer
            && HostedService.RunsUntilStopped(
                FunctionSyntax.SymbolOf(FunctionSyntax.OutermostEnclosing(outer), _model), type, _model.Types);

    /// <summary>The one source of the type, where the type cancels it.</summary>
    private StoppingToken? OfType(INamedTypeSymbol type)
    {
        IFieldSymbol[] sources = type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => StoppingToken.IsTokenOrSource(field, _model.Types) && field.CanBeReferencedByName)
            .ToArray();
        if (sources.Length != 1 || !sources[0].Type.Is(_model.Types.CancellationTokenSource)
            || _loop.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
        {
            return null;
        }

        string name = sources[0].Name;
        return declaration.Descendants().Any(node => node is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is "Cancel" or "CancelAsync" or "CancelAfter"
            && call.FirstAncestorOrSelf<StatementSyntax>() is var statement
            && ((SyntaxNode?)statement ?? call).DescendantsAndSelf()
                .Any(part => part is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name))
            ? new StoppingToken(name + ".Token", name, sources[0], IsOfSource: true)
            : null;
    }
}
