namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The variables that a sequence is reached through. A loop over what the variable of a loop around it holds (a group, a chunk, the lines
/// of an order) visits each element once in all iterations together: both loops are one pass over the data.
/// </summary>
/// <param name="Roots">Variables, loop counters among them; the containing type stands for <c>this</c>.</param>
/// <param name="IsVariable">The sequence is the value of a variable itself, and no member of it.</param>
internal sealed record DataOrigin(ImmutableArray<ISymbol> Roots, bool IsVariable)
{
    /// <summary>Nothing is known, or the data is a matrix: each row is as long as all the others.</summary>
    public static readonly DataOrigin None = new(ImmutableArray<ISymbol>.Empty, false);

    private static readonly HashSet<string> PartitionNames =
        new(StringComparer.Ordinal) { "GroupBy", "GroupJoin", "Chunk", "ToLookup", "Batch", "Partition" };

    public bool IsOf(ImmutableArray<ISymbol> variables) => Roots.Any(root => variables.Contains(root, SymbolEqualityComparer.Default));

    /// <summary>The origin of a sequence that a loop enumerates.</summary>
    public static DataOrigin Of(ExpressionSyntax source, CodeModel model)
    {
        var path = new DataPath(model);
        path.Follow(source);
        return path.IsMatrix || (!path.IsDirect && IsDense(model.TypeOf(source))) ? None : path.ToOrigin();
    }

    /// <summary>The origin of an argument or receiver.</summary>
    public static DataOrigin OfValue(ExpressionSyntax value, CodeModel model)
    {
        var path = new DataPath(model);
        path.Follow(value);
        return path.ToOrigin();
    }

    /// <summary>
    /// The same sequence, seen from where a function is called: its parameters are replaced by what the arguments come from.
    /// </summary>
    public DataOrigin Replace(Func<ISymbol, DataOrigin?> find)
    {
        if (Roots.IsEmpty)
        {
            return this;
        }

        ImmutableArray<ISymbol>.Builder roots = ImmutableArray.CreateBuilder<ISymbol>();
        bool isVariable = IsVariable;
        foreach (ISymbol root in Roots)
        {
            if (find(root) is { } origin)
            {
                roots.AddRange(origin.Roots);
                isVariable &= origin.IsVariable;
            }
            else
            {
                roots.Add(root);
            }
        }

        return new DataOrigin(roots.ToImmutable(), isVariable);
    }

    /// <summary>The elements of the sequence are parts of a whole, not the rows of a matrix.</summary>
    public static bool IsPartitioned(ExpressionSyntax source, CodeModel model)
        => !IsMatrix(model.TypeOf(source)) || MakesPartitions(source, model, 0);

    /// <summary>An array or list of arrays or lists.</summary>
    public static bool IsMatrix(ITypeSymbol? type) => ListElementOf(type) is { } row && ListElementOf(row) is not null;

    private static bool MakesPartitions(ExpressionSyntax source, CodeModel model, int depth)
        => CallSyntax.WalkDownParentheses(source) switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                => PartitionNames.Contains(access.Name.Identifier.ValueText)
                    || MakesPartitions(access.Expression, model, depth),
            IdentifierNameSyntax name
                => depth < 2 && InitializerOf(model.SymbolOf(name), model) is { } value
                && MakesPartitions(value, model, depth + 1),
            _ => false,
        };

    /// <summary>What a local of this file is declared with.</summary>
    public static ExpressionSyntax? InitializerOf(ISymbol? local, CodeModel model)
        => local is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations } && declarations[0].SyntaxTree == model.SyntaxTree
            ? (declarations[0].GetSyntax(model.CancellationToken) as VariableDeclaratorSyntax)?.Initializer?.Value
            : null;

    /// <summary>Numbers side by side: a vector, pixels, a buffer. It is the bulk of the data, whatever object it hangs on.</summary>
    private static bool IsDense(ITypeSymbol? type)
        => type is IArrayTypeSymbol array
            ? IsNumber(array.ElementType)
            : type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && IsReal(arguments[0]);

    private static bool IsNumber(ITypeSymbol type)
        => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64 || IsReal(type);

    private static bool IsReal(ITypeSymbol type)
        => type.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Byte;

    private static ITypeSymbol? ListElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol
        {
            Name: "List" or "IList" or "IReadOnlyList" or "ImmutableArray"
            or "ImmutableList", TypeArguments: { Length: 1 } arguments
        }
            => arguments[0],
        _ => null,
    };
}
