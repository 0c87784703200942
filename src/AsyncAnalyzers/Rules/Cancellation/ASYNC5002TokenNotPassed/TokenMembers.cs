namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The fields and properties of a type that are tokens or sources of tokens.</summary>
internal sealed class TokenMembers
{
    private static readonly ModelCache<TokenMembers> Found = new();
    private static readonly ModelCache<(string Name, bool ReadsToken)?> Asked = new();

    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private readonly bool _disposesSource;

    private TokenMembers(TypeDeclarationSyntax type)
    {
        foreach (MemberDeclarationSyntax member in type.Members)
        {
            if (member is FieldDeclarationSyntax field)
            {
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                {
                    Add(variable.Identifier.ValueText, field.Declaration.Type, field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword));
                }
            }
            else if (member is PropertyDeclarationSyntax property)
            {
                Add(
                    property.Identifier.ValueText, property.Type,
                    property.AccessorList?.Accessors.Any(static accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) != true);
            }
        }

        // Parameters of a primary constructor are captured as fields are.
        foreach (ParameterSyntax parameter in ParametersOf(type))
        {
            Add(parameter.Identifier.ValueText, parameter.Type, isFixed: true);
        }

        _disposesSource = Any && type.Descendants().Any(node => node is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Dispose", Expression: IdentifierNameSyntax disposed
        } && _members.ContainsKey(disposed.Identifier.ValueText));
    }

    public bool Any => _members.Count > 0;

    public static TokenMembers Of(TypeDeclarationSyntax type, CodeModel model)
        => Found.GetOrAdd(model, type, static type => new TokenMembers((TypeDeclarationSyntax)type));

    /// <summary>The one member that the function of a call reads: nothing else says that it is meant for it.</summary>
    public TokenAtHand? AskedIn(SyntaxNode function, SyntaxNode call, CodeModel model)
    {
        if (Asked.GetOrAdd(model, function, OnlyAskedIn) is not var (asked, readsToken)
            || CancelledToken.IsExpectedAt(call, asked, function, model)
            || IsShadowed(function, asked))
        {
            return null;
        }

        // A token that is set anew may be the one of a run that is over: whoever waits with it does not start again.
        // The token of a source that is disposed throws, the question whether it is cancelled does not.
        Member member = _members[asked];
        return !member.IsSource ? new TokenAtHand(asked, asked, TokenOrigin.Member, member.IsFixed)
            : readsToken || !_disposesSource ? new TokenAtHand(asked + ".Token", asked, TokenOrigin.Member, false)
            : null;
    }

    private (string Name, bool ReadsToken)? OnlyAskedIn(SyntaxNode function)
    {
        string? asked = null;
        bool readsToken = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            if (node is not IdentifierNameSyntax { Identifier.ValueText: var name } || !_members.TryGetValue(name, out Member member))
            {
                continue;
            }

            if (!IsRead(node, member.IsSource, out string? read) || (asked is not null && asked != name))
            {
                return null;
            }

            asked = name;
            readsToken |= read == "Token";
        }

        return asked is null ? null : (asked, readsToken);
    }

    /// <summary>
    /// The only member of the type, where that is a token which other code of the type asks or hands on: a write to a channel with a bound
    /// that the type makes waits until somebody reads, and that may end with the token.
    /// </summary>
    public TokenAtHand? BesideChannel(InvocationExpressionSyntax call, SyntaxNode function, CodeModel model)
    {
        if (CallSyntax.CalledName(call) is not ("WriteAsync" or "WaitToWriteAsync") || _members.Count != 1
            || ChannelCapacity.IsBounded(call, model) != true
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        string name = _members.Keys.First();
        return !_members[name].IsSource && !IsShadowed(function, name)
            && !NameMentions.In(function, model)[name].Any()
            && NameMentions.In(type, model)[name].Any(static mention => IsRead(mention, isSource: false, out _)
                && mention.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is null)
                ? new TokenAtHand(name, name, TokenOrigin.Member, false)
                : null;
    }

    /// <summary>The member is given to a call, or asked whether it is cancelled.</summary>
    private static bool IsRead(SyntaxNode name, bool isSource, out string? read)
    {
        SyntaxNode member = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } self ? self : name;
        read = (member.Parent as MemberAccessExpressionSyntax) is { } access && access.Expression == member
            ? access.Name.Identifier.ValueText : null;
        return isSource
            ? read is "Token" or "IsCancellationRequested"
            : member.Parent is ArgumentSyntax || read is "IsCancellationRequested" or "ThrowIfCancellationRequested";
    }

    private static bool IsShadowed(SyntaxNode function, string name)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (TokenParameters.Of(current).Any(parameter => parameter.Identifier.ValueText == name))
            {
                return true;
            }
        }

        return false;
    }

    private static SeparatedSyntaxList<ParameterSyntax> ParametersOf(TypeDeclarationSyntax type)
        => type.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault()?.Parameters ?? default;

    private void Add(string name, TypeSyntax? type, bool isFixed)
    {
        // A 'CancellationToken?' may be null, and cannot be passed for a token.
        if (TypeNames.Of(type) is "CancellationTokenSource"
            || (TypeNames.Of(type) is "CancellationToken" && type is not NullableTypeSyntax))
        {
            _members[name] = new Member(TypeNames.Of(type) == "CancellationTokenSource", isFixed);
        }
    }

    /// <param name="IsSource">It is a source, not a token.</param>
    /// <param name="IsFixed">It is set once.</param>
    private readonly record struct Member(bool IsSource, bool IsFixed);
}
